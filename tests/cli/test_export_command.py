"""`crosswind export`: what is printed, and what is refused."""

import pytest

from crosswind.cli.main import exit_code_of
from tests.runner.test_export import Shelf


def test_a_checkpoint_is_written_where_it_is_asked_for(tmp_path, monkeypatch, capsys):
    shelf = Shelf(tmp_path / "store")
    step = shelf.train("classification")
    place = ["--store", str(tmp_path / "store")]
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert exit_code_of(["export", step[:20], ".", *place]) == 0
    said = capsys.readouterr().out
    for part in (step, "BertModel", "transformers.AutoModel", "head.safetensors", "README.md"):
        assert part in said
    assert (tmp_path / "here" / "README.md").is_file()
    assert exit_code_of(["export", step, ".", *place]) == 2
    assert "the folder is not empty: nothing is overwritten" in capsys.readouterr().err
    assert exit_code_of(["export", step, "README.md", *place]) == 2
    assert "this is a file: nothing is overwritten" in capsys.readouterr().err


@pytest.mark.parametrize("step", ["fine_tune-v2-00", "x"])
def test_an_unknown_step_and_a_missing_store_are_refused(tmp_path, capsys, step):
    place = ["--store", str(tmp_path / "store")]
    assert exit_code_of(["export", step, str(tmp_path / "out"), *place]) == 2
    assert "there is no store" in capsys.readouterr().err
    Shelf(tmp_path / "store")
    assert exit_code_of(["export", step, str(tmp_path / "out"), *place]) == 2
    said = capsys.readouterr().err
    assert "no trained step has this id" in said
    assert "Run the experiment first." in said
