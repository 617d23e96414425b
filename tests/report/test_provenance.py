from pathlib import Path

from crosswind.core.files import write_json
from crosswind.report.provenance import checkpoint_table, flat_facts, surroundings
from crosswind.report.table import csv_text


def test_nested_facts_become_dotted_names() -> None:
    facts = {"encoder": {"name": "e5", "files": {"a": "1"}}, "threads": 2, "seeds": [1, 2]}
    assert flat_facts(facts) == [
        ("encoder.name", "e5"), ("encoder.files.a", "1"), ("threads", "2"), ("seeds", "1, 2")
    ]  # fmt: skip


def test_checkpoints_show_what_their_records_know(tmp_path: Path) -> None:
    record = {"new": ["head"], "training": {"n_updates": 70, "selection": "last_update"}}
    write_json(tmp_path / "a" / "checkpoint.json", record)
    table = checkpoint_table([({"task": "mnli", "seed": 1}, tmp_path / "a"), ({}, tmp_path / "b")])
    assert table.columns == ("checkpoint", "updates", "selection", "new")
    assert [cell.text for cell in table.rows[0]] == ["mnli · 1", "70", "last_update", "head"]
    assert [cell.text for cell in table.rows[1]] == ["", "", "", ""]


def test_a_loss_is_rounded_on_the_page_and_in_full_in_csv(tmp_path: Path) -> None:
    write_json(tmp_path / "a" / "checkpoint.json", {"final_loss": 2.3379623889923096})
    write_json(tmp_path / "b" / "checkpoint.json", {"n_updates": 3, "final_loss": None})
    table = checkpoint_table([({}, tmp_path / "a"), ({}, tmp_path / "b")])
    assert table.columns == ("checkpoint", "updates", "final loss")
    assert [row[-1].text for row in table.rows] == ["2.3380", ""]
    assert "2.3379623889923096" in csv_text(table)


def test_what_the_clock_said_is_not_shown(tmp_path: Path) -> None:
    shown = []
    for number, (seconds, started) in enumerate([(1.0, "2026"), (9.0, "1970")]):
        for name in "ab":
            facts = {"seconds": seconds, "started": started if name == "a" else "2000"}
            path = tmp_path / str(number) / name / "provenance.json"
            write_json(path, {**facts, "threads": {"a": 1, "b": 2}[name]})
        shown.append(surroundings([tmp_path / str(number) / name for name in "ab"]))
    assert shown[0] == shown[1] == ({"threads": 2}, [])
