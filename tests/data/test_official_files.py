"""The counts of the official files, language by language."""

import csv
from pathlib import Path

import pytest

from crosswind.core.languages import canonical_language
from crosswind.data.load import read_task

pytestmark = pytest.mark.shared_data

_UDPOS = {
    "af": 194, "ar": 909, "en": 3974, "et": 3125, "eu": 1798, "fa": 599, "fr": 2903, "he": 484,
    "hi": 1659, "id": 559, "ko": 3016, "lt": 672, "mr": 46, "nl": 1394, "pl": 3960, "pt": 1770,
    "te": 131, "tr": 988, "uk": 672, "zh": 1000,
}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "hi", "ru", "tr", "zh"])
def test_xnli(shared_data: Path, language: str) -> None:
    for split, n_examples in (("validation", 2490), ("test", 5010)):
        rows = read_task("xnli", language, split, shared_data / "data")
        assert len(rows) == n_examples
        assert len({row.parallel_id for row in rows}) == n_examples // 3
        assert [row.label for row in rows].count("neutral") == n_examples // 3


def test_the_three_hypotheses_of_xnli_share_their_english_premise(shared_data: Path) -> None:
    rows = read_task("xnli", "en", "test", shared_data / "data")
    premises: dict[str, set[str]] = {}
    for row in rows:
        premises.setdefault(row.parallel_id, set()).add(row.texts["premise"])
    assert all(len(texts) == 1 for texts in premises.values())


@pytest.mark.parametrize(("task", "n_examples"), [("mnli", 9815), ("snli", 9842)])
def test_nli(shared_data: Path, task: str, n_examples: int) -> None:
    parts = {
        split: read_task(task, "en", split, shared_data / "data")
        for split in ("train", "validation", "all")
    }
    assert [len(parts[name]) for name in ("train", "validation", "all")] == [
        n_examples - 500, 500, n_examples,
    ]  # fmt: skip
    ids = {name: {row.example_id for row in rows} for name, rows in parts.items()}
    assert ids["train"] | ids["validation"] == ids["all"]


@pytest.mark.parametrize("language", sorted(_UDPOS))
def test_udpos(shared_data: Path, language: str) -> None:
    rows = read_task("udpos", language, "validation", shared_data / "data")
    assert len(rows) == _UDPOS[language]


def test_udpos_training_text(shared_data: Path) -> None:
    assert len(read_task("udpos", "en", "train", shared_data / "data")) == 21_253


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "hi", "ru", "tr", "zh"])
def test_xquad(shared_data: Path, language: str) -> None:
    rows = read_task("xquad", language, "test", shared_data / "data")
    assert len(rows) == 1190
    assert len({row.parallel_id for row in rows}) == 240


def test_squad_and_its_overlap_with_xquad(shared_data: Path) -> None:
    train = read_task("squad", "en", "train", shared_data / "data")
    dev = read_task("squad", "en", "validation", shared_data / "data")
    xquad = read_task("xquad", "en", "test", shared_data / "data")
    assert (len(train), len(dev)) == (11_877, 10_570)
    clusters = {row.parallel_id for row in xquad}
    assert clusters <= {row.parallel_id for row in dev}
    assert not clusters & {row.parallel_id for row in train}
    assert len([row for row in dev if row.parallel_id not in clusters]) == 9_380


def test_tatoeba(shared_data: Path) -> None:
    with (shared_data / "data" / "SOURCES.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    names = [
        Path(next(value for value in row.values() if value and value.endswith(".eng"))).name
        for row in rows
        if any(value and value.endswith(".eng") for value in row.values())
    ]
    codes = sorted({name.split(".")[1].split("-")[0] for name in names})
    assert len(codes) == 75
    tags = ["kzj" if code == "kzj" else canonical_language(code) for code in codes]
    counts = [len(read_task("tatoeba", tag, "test", shared_data / "data")) for tag in tags]
    assert sum(counts) == 62_051
    assert max(counts) == 1000
