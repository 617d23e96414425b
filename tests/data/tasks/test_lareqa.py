from crosswind.data.catalogue import TASKS


def test_questions_of_squad_train_it_and_its_ids_are_those_of_squad() -> None:
    card = TASKS.get("lareqa").card
    assert card.train_tasks == ("squad",)
    assert {TASKS.get(name).card.release for name in ("squad", "xquad", "lareqa")} == {"squad"}
    assert len(card.languages) == 11


def test_the_benchmark_puts_the_files_one_folder_deeper() -> None:
    (item,) = TASKS.get("lareqa").files("el", "test")
    assert item.patterns == ("xquad-r/el.json", "lareqa/xquad-r/el.json")
