from crosswind.data.catalogue import TASKS


def test_english_squad_trains_it() -> None:
    card = TASKS.get("xquad").card
    assert (card.train_tasks, card.splits, len(card.languages)) == (("squad",), ("test",), 11)
    assert "train" not in TASKS.get(card.train_tasks[0]).card.evaluation_split


def test_one_file_a_language() -> None:
    (item,) = TASKS.get("xquad").files("vi", "test")
    assert item.patterns == ("xquad/xquad.vi.json",)


def test_romanian_is_loaded_when_named() -> None:
    task = TASKS.get("xquad")
    assert task.more_languages == ("ro",)
    assert "ro" not in task.card.languages
