"""The counts of the official files, language by language."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
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


_MLQA = {
    "ar": 517, "de": 512, "de+en": 512, "en+ar": 517, "en+de": 512, "en": 1148, "en+hi": 507,
    "en+zh": 504, "es": 500, "hi": 507, "zh+en": 504, "zh": 504,
}  # fmt: skip


@pytest.mark.parametrize("label", sorted(_MLQA))
def test_mlqa(shared_data: Path, label: str) -> None:
    rows = read_task("mlqa", label, "validation", shared_data / "data")
    assert len(rows) == _MLQA[label]


def test_articles_of_mlqa_are_cut_alike_in_every_language(shared_data: Path) -> None:
    clusters = {
        label: {
            row.example_id: row.parallel_id
            for row in read_task("mlqa", label, "validation", shared_data / "data")
        }
        for label in _MLQA
    }
    english = clusters["en"]
    assert len(set(english.values())) == 520
    for label, found in clusters.items():
        assert all(english[name] == cluster for name, cluster in found.items()), label


def test_tydiqa(shared_data: Path) -> None:
    train = read_task("tydiqa", "en", "train", shared_data / "data")
    korean = read_task("tydiqa", "ko", "test", shared_data / "data")
    assert (len(train), len(korean)) == (3696, 1625)
    assert [row.example_id for row in train] == [str(index) for index in range(3696)]
    assert len({row.parallel_id for row in train}) == 3429


def test_copa(shared_data: Path) -> None:
    for split, n_examples, n_first in (("train", 400, 195), ("validation", 100, 55)):
        rows = read_task("copa", "en", split, shared_data / "data")
        assert (len(rows), [row.label for row in rows].count("0")) == (n_examples, n_first)
    test = read_task("copa", "en", "test", shared_data / "data")
    assert [row.label for row in test].count("0") == 250


@pytest.mark.parametrize("language", ["et", "ht", "id", "it", "tr", "zh"])
def test_xcopa_translates_copa_by_id(shared_data: Path, language: str) -> None:
    for split, n_examples in (("validation", 100), ("test", 500)):
        rows = read_task("xcopa", language, split, shared_data / "data")
        original = read_task("copa", "en", split, shared_data / "data")
        assert len(rows) == n_examples
        assert {row.parallel_id: row.label for row in rows} == {
            row.parallel_id: row.label for row in original
        }


def test_placeholders_of_copa_alone_are_refused(shared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "copa").mkdir()
    shutil.copy(shared_data / "data" / "copa" / "test.en.jsonl", tmp_path / "copa")
    with pytest.raises(DataError, match="all 500 labels are missing or equal"):
        read_task("copa", "en", "test", tmp_path)


def test_siqa(shared_data: Path) -> None:
    parts = {
        split: read_task("siqa", "en", split, shared_data / "data")
        for split in ("train", "validation", "all")
    }
    assert [len(rows) for rows in parts.values()] == [1454, 500, 1954]


def test_bucc2018(shared_data: Path) -> None:
    rows = read_task("bucc2018", "zh", "validation", shared_data / "data")
    pool = read_task("bucc2018", "zh", "validation", shared_data / "data", part="candidates")
    assert (len(rows), len(pool)) == (8624, 13_589)
    assert sum(bool(row.gold_ids) for row in rows) == 257
    repeated = [len(side) - len({row.texts["text"] for row in side}) for side in (rows, pool)]
    assert repeated == [9, 14]


@pytest.mark.parametrize(("language", "n_sentences"), [("de", 1276), ("en", 1180), ("es", 1215)])
def test_lareqa(shared_data: Path, language: str, n_sentences: int) -> None:
    pool = ("de", "en", "es", "zh")
    rows = read_task("lareqa", language, "test", shared_data / "data", pool=pool)
    assert (len(rows), len({row.parallel_id for row in rows})) == (1190, 240)
    assert {len(row.gold_ids) for row in rows} == {4}
    sentences = read_task("lareqa", language, "test", shared_data / "data", part="candidates")
    assert len(sentences) == n_sentences


def test_lareqa_shares_questions_and_clusters_with_xquad(shared_data: Path) -> None:
    asked = read_task("lareqa", "zh", "test", shared_data / "data")
    xquad = read_task("xquad", "zh", "test", shared_data / "data")
    assert {row.example_id: row.parallel_id for row in asked} == {
        row.example_id: row.parallel_id for row in xquad
    }


@pytest.mark.parametrize(("case", "pool"), [("en_de_zh", ("en", "de", "zh")), ("es_only", ("es",))])
def test_gold_of_lareqa_is_that_of_the_reference(
    shared_data: Path, tmp_path: Path, case: str, pool: tuple[str, ...]
) -> None:
    folder = shared_data / "oracles" / "lareqa" / case
    (tmp_path / "xquad-r").mkdir()
    for tag in pool:
        shutil.copy(folder / f"gold.{tag}.json", tmp_path / "xquad-r" / f"{tag}.json")
    found = {
        f"{row.example_id}_{tag}": [name.replace(":", "_") for name in row.gold_ids]
        for tag in pool
        for row in read_task("lareqa", tag, "test", tmp_path, pool=pool)
    }
    assert found == json.loads((folder / "gold.targets.json").read_text("utf-8"))
    candidates = [
        row.example_id.replace(":", "_")
        for tag in pool
        for row in read_task("lareqa", tag, "test", tmp_path, part="candidates")
    ]
    assert candidates == (folder / "candidate_uids.txt").read_text("utf-8").split()
