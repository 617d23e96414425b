import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosswind.core.errors import DataError, MissingDependencyError
from crosswind.core.hashing import file_digest
from crosswind.data import sources
from crosswind.data.catalogue import TASKS
from crosswind.data.sources import find_sources


def test_a_digest_is_that_of_the_file(put) -> None:
    root = put("snli/dev.jsonl", "{}\n")
    found = find_sources(TASKS.get("snli"), "en", "train", root)
    path = root / "snli/dev.jsonl"
    assert found.digests == {"snli/dev.jsonl": file_digest(path)}
    assert found.paths == {"snli/dev.jsonl": path}
    assert found.sources["train"].one("text") == path


def test_a_changed_file_is_digested_again(put) -> None:
    root = put("snli/dev.jsonl", "{}\n")
    before = find_sources(TASKS.get("snli"), "en", "train", root).digests
    put("snli/dev.jsonl", "[]\n")
    os.utime(root / "snli/dev.jsonl", ns=(1, 1))
    assert find_sources(TASKS.get("snli"), "en", "train", root).digests != before


def test_a_missing_file_is_named_with_place_neighbor_and_origin(put) -> None:
    put("xnli/test-de.tsv", "")
    put("xnli/dev-es.tsv", "")
    root = put("xnli/dev_de.tsv", "")
    with pytest.raises(DataError) as caught:
        find_sources(TASKS.get("xnli"), "de", "validation", root)
    error = caught.value
    assert error.place == str(root)
    assert error.value == "xnli/dev-de.tsv"
    assert str(root / "xnli/dev-de.tsv") in error.allowed
    assert error.nearest == "dev_de.tsv"
    assert "download_data.sh" in error.action
    assert "data.root" in error.action


def test_a_split_that_the_language_lacks_is_refused() -> None:
    with pytest.raises(DataError, match=r"no split 'train' in the language 'de'.*test, all"):
        find_sources(TASKS.get("home_intents"), "de", "train", Path("nowhere"))


def test_parts_of_a_file_are_found_in_sorted_order(put) -> None:
    put("squad_v1.1/dev-v1.1.part2.json", "{}")
    root = put("squad_v1.1/dev-v1.1.part1.json", "{}")
    found = find_sources(TASKS.get("squad"), "en", "validation", root)
    names = [path.name for path in found.sources["validation"].files["text"]]
    assert names == ["dev-v1.1.part1.json", "dev-v1.1.part2.json"]


def test_the_second_layout_is_found_too(put) -> None:
    put("tatoeba/sw-en.sw", "x\n")
    root = put("tatoeba/sw-en.en", "x\n")
    found = find_sources(TASKS.get("tatoeba"), "sw", "test", root)
    assert set(found.digests) == {"tatoeba/sw-en.sw", "tatoeba/sw-en.en"}


def test_all_takes_the_splits_that_are_there(put) -> None:
    root = put("udpos/dev-de.tsv", "a\tX\n")
    assert set(find_sources(TASKS.get("udpos"), "de", "all", root).sources) == {"validation"}


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch) -> None:
    def absent(name: str) -> importlib.metadata.Distribution:
        raise importlib.metadata.PackageNotFoundError(name)

    sources._package.cache_clear()
    monkeypatch.setattr(sources, "distribution", absent)
    with pytest.raises(MissingDependencyError, match=r"pip install 'crosswind\[embedded\]'"):
        find_sources(TASKS.get("home_slots"), "de", "test", Path("nowhere"))
    sources._package.cache_clear()


def test_embedded_files_include_everything_that_decides_the_text() -> None:
    names = set(find_sources(TASKS.get("home_intents"), "de", "test", Path("nowhere")).digests)
    assert names == {
        "home-assistant-intents:home_assistant_intents/data/de.json",
        "crosswind:fillers/de.json",
        "hassil:hassil/parse_expression.py",
        "hassil:hassil/parser.py",
    }


def test_the_planner_loads_no_heavy_module() -> None:
    code = """
import sys
from pathlib import Path
from crosswind.data.catalogue import TASKS
from crosswind.data.sources import find_sources
for name in TASKS.names():
    task = TASKS.get(name)
    if task.card.world == "embedded":
        find_sources(task, "de", "test", Path("nowhere"))
heavy = ("numpy", "pyarrow", "torch", "hassil", "polib", "home_assistant_intents", "django")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # The readers of benchmark files use no optional package; hashing a folder needs none either.
    assert done.stdout.strip() == "[]"
