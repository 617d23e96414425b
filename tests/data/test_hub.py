"""The door to the hub: which files of which commit, and what is said where they are not."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.hashing import file_digest
from crosswind.data import hub as hub_module
from crosswind.data.catalogue import TASKS
from crosswind.data.hub import HubDoor, hub_files, is_from_hub, planned_door
from crosswind.data.hub_sources import HUB_SOURCES
from crosswind.data.load import LoadParams, load_examples
from crosswind.data.sources import Found, find_sources
from crosswind.records.codecs import read_examples

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "89abcdef0123456789abcdef0123456789abcdef"
XNLI = {
    "premise": ["p0", "p0", "p0", "p1", "p1", "p1"],
    "hypothesis": [f"h{n}" for n in range(6)],
    "label": [0, 1, 2, 2, 1, 0],
}
NAMES = {"label": ["entailment", "neutral", "contradiction"]}
FILE = "de/test-00000-of-00001.parquet"


def find(root: Path, **door: Any) -> Found:
    return find_sources(TASKS.get("xnli"), "de", "test", root, hub=HubDoor(**door))


def load(root: Path, out: Path, found: Found, **params: Any) -> list[Any]:
    out.mkdir()
    base = {"task": "xnli", "language": "de", "split": "test", "sources": found.digests}
    options = RunOptions(data_root=root, offline=True)
    load_examples(LoadParams(**{**base, **params}), out=out, options=options)
    return read_examples(out)


def test_a_task_without_files_comes_from_the_hub(hub, tmp_path: Path) -> None:
    path = hub.put("facebook/xnli", FILE, XNLI, names=NAMES)
    found = find(tmp_path)
    name = f"hub:facebook/xnli@{COMMIT}/{FILE}"
    assert found.digests == {name: file_digest(path)}
    rows = load(tmp_path, tmp_path / "out", found)
    assert [row.label for row in rows[:3]] == ["entailment", "neutral", "contradiction"]
    assert [row.parallel_id for row in rows] == ["0", "0", "0", "1", "1", "1"]
    assert [row.example_id for row in rows] == [str(n) for n in range(6)]


def test_official_files_come_first(hub, put, tmp_path: Path) -> None:
    hub.put("facebook/xnli", FILE, XNLI)
    put("xnli/test-de.tsv", "p\th\n")
    put("xnli/labels/test-de.tsv", "neutral\n")
    assert sorted(find(tmp_path).digests) == ["xnli/labels/test-de.tsv", "xnli/test-de.tsv"]


def test_the_digests_do_not_tell_where_the_cache_is(hub, tmp_path: Path) -> None:
    hub.put("facebook/xnli", FILE, XNLI)
    before = find(tmp_path).digests
    hub.root = hub.root.rename(tmp_path / "elsewhere")
    assert find(tmp_path).digests == before
    assert str(tmp_path) not in repr(before)


def test_a_run_reads_the_commit_of_the_plan_whatever_came_since(hub, put, tmp_path: Path) -> None:
    hub.put("facebook/xnli", FILE, XNLI)
    found = find(tmp_path)
    hub.put("facebook/xnli", FILE, {**XNLI, "label": [0] * 6}, commit=OTHER)
    put("xnli/test-de.tsv", "p\th\n")
    put("xnli/labels/test-de.tsv", "neutral\n")
    rows = load(tmp_path, tmp_path / "out", found)
    assert [row.label for row in rows[:3]] == ["entailment", "neutral", "contradiction"]


def test_a_pinned_revision_is_taken_instead_of_the_newest(hub, tmp_path: Path) -> None:
    hub.put("facebook/xnli", FILE, XNLI)
    hub.put("facebook/xnli", FILE, {**XNLI, "label": [0] * 6}, commit=OTHER)
    assert OTHER in next(iter(find(tmp_path).digests))
    assert COMMIT in next(iter(find(tmp_path, revision=COMMIT).digests))


def test_a_file_that_changed_since_the_plan_is_refused(hub, tmp_path: Path) -> None:
    path = hub.put("facebook/xnli", FILE, XNLI)
    found = find(tmp_path)
    path.resolve().write_bytes(path.read_bytes() + b"\n")
    assert find(tmp_path).digests != found.digests
    with pytest.raises(DataError, match="not the one that the plan was made with"):
        load(tmp_path, tmp_path / "out", found)


def test_neither_files_nor_hub_lists_what_was_looked_for(hub, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        find(tmp_path)
    error = caught.value
    assert "a file of the task 'xnli' is missing" in error.problem
    assert "not in the local cache of the hub" in error.problem
    assert error.place == str(tmp_path)
    assert error.value == "xnli/test-de.tsv"
    assert str(tmp_path / "xnli/test-de.tsv") in error.allowed
    assert "facebook/xnli@main" in error.allowed
    assert "download_data.sh" in error.action
    assert "data.offline = false" in error.action


def test_a_commit_in_the_cache_that_lacks_the_file(hub, tmp_path: Path) -> None:
    hub.put("facebook/xnli", "en/test-00000-of-00001.parquet", XNLI)
    with pytest.raises(DataError, match="cache of the hub does not hold the file") as caught:
        find(tmp_path)
    assert "Plan once with data.offline = false" in caught.value.action


def test_a_split_in_parts_must_be_whole(hub, tmp_path: Path) -> None:
    for part in (0, 1):
        hub.put("facebook/xnli", f"de/test-0000{part}-of-00003.parquet", XNLI)
    with pytest.raises(DataError, match="2 parts of the split instead of 3"):
        find(tmp_path)
    hub.put("facebook/xnli", "de/test-00002-of-00003.parquet", XNLI)
    assert len(find(tmp_path).digests) == 3
    assert len(load(tmp_path, tmp_path / "out", find(tmp_path))) == 18


def test_the_layout_of_the_converted_branch_is_known(hub, tmp_path: Path) -> None:
    source = HUB_SOURCES["masakhaner"]
    assert source.branch == "refs/convert/parquet"
    table = {"tokens": [["Aba"]], "ner_tags": [[5]]}
    hub.put(source.hub_id, "yor/test/0000.parquet", table, branch=source.branch)
    names = hub_files(source, "yo", "test", HubDoor())
    assert list(names) == [f"hub:{source.hub_id}@{COMMIT}/yor/test/0000.parquet"]


def test_a_link_out_of_the_repository_is_refused(hub, tmp_path: Path) -> None:
    path = hub.put("facebook/xnli", FILE, XNLI)
    secret = path.resolve().rename(tmp_path / "secret.parquet")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(DataError, match="leads out of its folder"):
        find(tmp_path)


def test_online_failures_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def fails(hub_id: str, **rest: object) -> str:
        asked.append({"hub_id": hub_id, **rest})
        raise OSError("no route\nto host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fails)
    with pytest.raises(DataError, match=r"the hub did not give the data set \(no route\)"):
        find(tmp_path, offline=False)
    (only,) = asked
    assert only["repo_type"] == "dataset"
    assert only["local_files_only"] is False
    assert only["allow_patterns"] == ["de/test-*.parquet", "de/test/*.parquet"]


def test_a_commit_in_the_cache_is_not_asked_for_again(
    hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.put("facebook/xnli", FILE, XNLI)
    asked = []
    real = huggingface_hub.snapshot_download

    def watched(hub_id: str, **rest: Any) -> str:
        asked.append(rest["local_files_only"])
        return str(real(hub_id, **rest))

    monkeypatch.setattr(huggingface_hub, "snapshot_download", watched)
    assert find(tmp_path, offline=False, revision=COMMIT).digests
    assert asked == [True]


def test_the_package_that_fetches_may_be_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(target: str) -> None:
        raise ImportError(target)

    monkeypatch.setattr(hub_module, "load_attribute", absent)
    with pytest.raises(DataError, match=r"xnli' is missing, and the package.*crosswind\[hub\]"):
        find(tmp_path)


def test_a_language_that_the_hub_lacks_is_a_missing_file(hub, tmp_path: Path) -> None:
    assert "kab" in TASKS.get("tatoeba").more_languages
    with pytest.raises(DataError, match="a file of the task 'tatoeba' is missing") as caught:
        find_sources(TASKS.get("tatoeba"), "kab", "test", tmp_path, hub=HubDoor())
    assert "hub" not in caught.value.problem


def test_a_task_that_is_not_on_the_hub_is_a_missing_file(hub, put, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no split 'train'"):
        find_sources(TASKS.get("home_intents"), "de", "train", tmp_path, hub=HubDoor())


def test_the_door_of_a_plan_is_told_by_its_names() -> None:
    name = f"hub:google/xtreme@{COMMIT}/XQuAD.ar/validation-00000-of-00001.parquet"
    assert planned_door([name], offline=False) == HubDoor(
        offline=False, revision=COMMIT, is_only_door=True
    )
    assert planned_door(["xnli/test-de.tsv", "crosswind:x.json"], offline=False) is None
    assert is_from_hub([name])
    assert not is_from_hub(["xnli/test-de.tsv"])


def test_planning_loads_no_arrow() -> None:
    code = (
        "import sys; from crosswind.data.sources import find_sources; "
        "sys.exit(bool({'pyarrow', 'huggingface_hub', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
