from crosswind.data.catalogue import TASKS
from crosswind.data.checklist_lines import TESTS


def test_six_tests_in_fifty_languages() -> None:
    assert len(TESTS) == 6
    assert len(TASKS.get("multichecklist").card.languages) == 50


def test_the_card_says_how_to_make_the_export_and_no_name_is_a_pickle() -> None:
    task = TASKS.get("multichecklist")
    (item,) = task.files("ko", "test")
    assert item.patterns == ("multichecklist/ko.jsonl",)
    assert '"answer"' in task.card.source
