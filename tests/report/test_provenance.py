from pathlib import Path

from crosswind.core.files import write_json
from crosswind.report.provenance import checkpoint_table, flat_facts


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
