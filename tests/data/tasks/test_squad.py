from crosswind.data.catalogue import TASKS


def test_the_official_file_names_are_found_in_both_folders() -> None:
    task = TASKS.get("squad")
    assert task.files("en", "train")[0].patterns == (
        "squad_v1.1/train-v1.1*.json", "squad/train-v1.1*.json",
    )  # fmt: skip
    assert task.files("en", "validation")[0].patterns[0] == "squad_v1.1/dev-v1.1*.json"


def test_the_overlap_with_xquad_is_on_the_card() -> None:
    assert any("XQuAD" in trap for trap in TASKS.get("squad").card.traps)
