from crosswind.data.catalogue import TASKS


def test_one_file_of_mentions_and_one_of_entities_serve_all_languages() -> None:
    task = TASKS.get("mewslix")
    assert len({task.files(tag, "test") for tag in task.card.languages}) == 1
    assert task.candidates is not None
    assert task.candidates.files("mul", "test") == task.candidates.files("mul", "validation")
    assert "download_mewslix_data.sh" in task.files("de", "test")[0].get_it


def test_english_pairs_train_it() -> None:
    (name,) = TASKS.get("mewslix").card.train_tasks
    card = TASKS.get(name).card
    assert (card.languages, card.splits, len(card.fields)) == (("en",), ("train", "validation"), 2)
    assert TASKS.get(name).files("en", "validation")[0].patterns == (
        "mewslix/wikipedia_pairs-dev.jsonl",
    )
