from pathlib import Path

import pytest

from crosswind.config.load import read_experiment
from crosswind.runner.check import name_problems
from crosswind.runner.revisions import revision_problems


def test_a_revision_is_of_a_task_on_the_hub(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    pinned = 'revisions = { xnlj = "abc", snli = "def", home_slots = "0" }'
    path.write_text(f'name = "x"\n[data]\n{pinned}\n', "utf-8")
    source = read_experiment(str(path))
    found = list(revision_problems(source))
    assert [problem.place.rpartition("/")[2] for problem in found] == [
        "x.toml:3: data.revisions.xnlj",
        "x.toml:3: data.revisions.home_slots",
    ]
    assert found[0].nearest == "xnli"
    assert "udpos" in found[0].allowed
    assert [problem.value for problem in name_problems(source)] == ["xnlj", "home_slots"]


@pytest.mark.parametrize("text", ["data = 3", "[data]\nrevisions = 3", "[[data]]\nx = 1", "x = 1"])
def test_a_malformed_file_has_no_revisions(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    assert list(revision_problems(read_experiment(str(path)))) == []
