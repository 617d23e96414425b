"""The counts of the official files of PAWS-X, the tagging tasks, SNIPS and the noisy sets."""

import re
from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.partners import Row, likeness
from crosswind.data.sources import find_sources
from crosswind.data.survey import survey
from crosswind.records.example import Example
from crosswind.records.task_card import RETRIEVAL_KINDS

pytestmark = pytest.mark.shared_data

_PANX = {
    "af": 1000, "ar": 10000, "az": 1000, "bn": 1000, "de": 10000, "en": 10000, "es": 10000,
    "eu": 10000, "fr": 10000, "gu": 100, "hi": 1000, "id": 10000, "jv": 100, "kk": 1000,
    "ko": 10000, "mr": 1000, "ms": 1000, "nl": 10000, "pa": 100, "ru": 10000, "te": 1000,
    "tr": 10000, "zh": 10000,
}  # fmt: skip
_UNER = {
    ("en", "validation"): 2001, ("en", "test"): 2077, ("zh", "validation"): 500,
    ("zh", "test"): 500, ("pt", "validation"): 1172, ("pt", "test"): 1167,
    ("sv", "validation"): 504, ("sv", "test"): 1219, ("da", "validation"): 564,
    ("da", "test"): 565, ("de", "test"): 1000,
}  # fmt: skip
_NOISY = {
    ("noisy_xnli", "en"): 5010, ("noisy_xnli", "de"): 658, ("noisy_xnli", "es"): 687,
    ("noisy_xnli", "fr"): 974, ("noisy_snips_intents", "en"): 700,
    ("noisy_snips_intents", "es"): 686, ("noisy_snips_intents", "fr"): 691,
    ("noisy_snips_slots", "en"): 700, ("noisy_snips_slots", "es"): 686,
    ("noisy_snips_slots", "fr"): 691,
}  # fmt: skip


def _read(root: Path, name: str, language: str, split: str) -> tuple[list[Example], dict[str, int]]:
    task = TASKS.get(name)
    return read_examples(task, find_sources(task, language, split, root / "data"), language, split)


def test_pawsx(shared_data: Path) -> None:
    counts = {
        (language, split): len(_read(shared_data, "pawsx", language, split)[0])
        for split, languages in (
            ("validation", ("de", "en", "es", "fr", "ko", "zh")),
            ("test", ("de", "zh")),
            ("train", ("en",)),
        )
        for language in languages
    }
    assert counts.pop(("en", "train")) == 1500
    assert counts.pop(("en", "validation")) == 500
    assert set(counts.values()) == {2000}


def test_labels_of_pawsx_differ_between_languages(shared_data: Path) -> None:
    dev = {
        language: [row.label for row in read_task("pawsx", language, split, shared_data / "data")]
        for language, split in (("de", "validation"), ("ko", "validation"), ("en", "all"))
    }
    rows, left_out = _read(shared_data, "pawsx", "de+ko", "validation")
    assert len(rows) + sum(left_out.values()) == 2000
    differ = sum(one != other for one, other in zip(dev["de"], dev["ko"], strict=True))
    assert list(left_out.values()) == [differ] == [43]
    rows, left_out = _read(shared_data, "pawsx", "de+zh", "test")
    assert (len(rows), list(left_out.values())) == (1983, [17])


def test_test_pairs_are_none_of_those_that_trained(shared_data: Path) -> None:
    train = {row.parallel_id for row in read_task("pawsx", "en", "train", shared_data / "data")}
    test = {row.parallel_id for row in read_task("pawsx", "zh", "test", shared_data / "data")}
    assert not train & test


@pytest.mark.parametrize("language", sorted(_PANX))
def test_panx(shared_data: Path, language: str) -> None:
    assert len(_read(shared_data, "panx", language, "validation")[0]) == _PANX[language]


def test_panx_training_text(shared_data: Path) -> None:
    assert len(_read(shared_data, "panx", "en", "train")[0]) == 20_000


def test_pud_is_parallel(shared_data: Path) -> None:
    ids = [
        [row.parallel_id for row in read_task("pud", language, "test", shared_data / "data")]
        for language in ("ar", "de", "en", "es", "fr", "id", "ko", "ru", "tr", "zh")
    ]
    assert {len(names) for names in ids} == {1000}
    assert len({frozenset(names) for names in ids}) == 1


@pytest.mark.parametrize(("language", "split"), sorted(_UNER))
def test_uner(shared_data: Path, language: str, split: str) -> None:
    rows, left_out = _read(shared_data, "uner", language, split)
    assert (len(rows), left_out) == (_UNER[language, split], {})


def test_german_uner_shares_its_sentences_with_pud_under_other_ids(shared_data: Path) -> None:
    ours, theirs = (
        {"".join(row.words): row.example_id for row in read_task(task, "de", "test", root)}
        for task, root in (("uner", shared_data / "data"), ("pud", shared_data / "data"))
    )
    assert len(set(ours) & set(theirs)) > 600
    assert not set(ours.values()) & set(theirs.values())


@pytest.mark.parametrize("task", ["snips_intents", "snips_slots"])
def test_snips(shared_data: Path, task: str) -> None:
    counts = [
        len(_read(shared_data, task, "en", split)[0]) for split in ("train", "validation", "test")
    ]
    assert counts == [13_084, 700, 700]


@pytest.mark.parametrize(("name", "language"), sorted(_NOISY))
def test_every_noisy_row_has_its_clean_row(shared_data: Path, name: str, language: str) -> None:
    noisy, left_out = _read(shared_data, name, language, "test")
    clean, _ = _read(shared_data, name, language, "clean")
    assert len(noisy) == _NOISY[name, language]
    assert [row.example_id for row in noisy] == [row.example_id for row in clean]
    assert [row.label for row in noisy] == [row.label for row in clean]
    assert left_out == (
        {"words: empty, tagged O": 1} if (name, language) == ("noisy_snips_slots", "en") else {}
    )


def test_english_noisy_xnli_is_xnli_line_by_line(shared_data: Path) -> None:
    noisy = read_task("noisy_xnli", "en", "test", shared_data / "data")
    assert [row.example_id for row in noisy] == [str(number) for number in range(5010)]
    clean = read_task("noisy_xnli", "en", "clean", shared_data / "data")
    assert clean == read_task("xnli", "en", "test", shared_data / "data")


def test_other_languages_keep_the_order_of_xnli(shared_data: Path) -> None:
    for language in ("de", "es", "fr"):
        rows = read_task("noisy_xnli", language, "test", shared_data / "data")
        numbers = [int(row.example_id) for row in rows]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("task", ["noisy_snips_intents", "noisy_snips_slots"])
def test_noisy_snips_is_the_validation_part(shared_data: Path, task: str) -> None:
    clean = read_task(task, "en", "clean", shared_data / "data")
    assert clean == read_task(task.removeprefix("noisy_"), "en", "validation", shared_data / "data")
    english = {row.parallel_id: row for row in clean}
    for language in ("es", "fr"):
        rows = read_task(task, language, "test", shared_data / "data")
        assert all(english[row.parallel_id].label == row.label for row in rows)


def test_slots_of_translations_are_nearly_always_the_same(shared_data: Path) -> None:
    english = {
        row.parallel_id: {tag[2:] for tag in row.tags if tag != "O"}
        for row in read_task("noisy_snips_slots", "en", "test", shared_data / "data")
    }
    for language, n_same in (("es", 684), ("fr", 688)):
        rows = read_task("noisy_snips_slots", language, "test", shared_data / "data")
        found = sum(
            english[row.parallel_id] == {tag[2:] for tag in row.tags if tag != "O"} for row in rows
        )
        assert found == n_same


@pytest.mark.parametrize(("language", "n_rows"), [("de", 7922), ("es", 7831), ("fr", 7483)])
def test_noisy_panx_stands_alone(shared_data: Path, language: str, n_rows: int) -> None:
    rows, left_out = _read(shared_data, "noisy_panx", language, "test")
    assert (len(rows), left_out) == (n_rows, {})


def test_noisy_panx_is_not_made_from_dev(shared_data: Path) -> None:
    n_equal = 0
    for language in ("de", "es", "fr"):
        dev = {
            (row.words, row.tags)
            for row in read_task("panx", language, "validation", shared_data / "data")
        }
        noisy = read_task("noisy_panx", language, "test", shared_data / "data")
        n_equal += sum((row.words, row.tags) in dev for row in noisy)
    assert n_equal == 6


def test_english_noisy_snips_differs_in_case_and_punctuation_too(shared_data: Path) -> None:
    def bare(text: str) -> list[str]:
        return re.sub(r"\W+", " ", text.lower()).split()

    noisy, clean = (
        read_task("noisy_snips_intents", "en", split, shared_data / "data")
        for split in ("test", "clean")
    )
    pairs = [
        (one.texts["text"], other.texts["text"]) for one, other in zip(noisy, clean, strict=True)
    ]
    assert sum(bare(one) == bare(other) for one, other in pairs) == 399
    assert all(other == other.lower() for _, other in pairs)


@pytest.mark.parametrize(
    ("language", "least"), [("en", 0.73), ("de", 0.8), ("es", 0.78), ("fr", 0.8)]
)
def test_partners_are_near(shared_data: Path, language: str, least: float) -> None:
    noisy, clean = (
        read_task("noisy_xnli", language, split, shared_data / "data")
        for split in ("test", "clean")
    )
    lowest = min(
        likeness(*(Row(key=0, texts=tuple(row.texts.values())) for row in pair))
        for pair in zip(noisy, clean, strict=True)
    )
    assert least < lowest < least + 0.01


@pytest.mark.parametrize("name", TASKS.names())
def test_every_real_file_is_right_and_can_be_described(shared_data: Path, name: str) -> None:
    card = TASKS.get(name).card
    if card.world == "embedded":
        pytest.skip("its text is made from installed packages")
    for item in survey(TASKS.get(name), shared_data / "data", read_examples, is_described=True):
        assert item.problem == ""
        if item.files:
            described = item.description
            assert described is not None
            assert described.n_examples == item.n_examples
            assert 0 < described.n_clusters <= described.n_examples
            if not (card.labels_from_training or card.kind in RETRIEVAL_KINDS):
                assert set(described.labels) <= set(card.labels)
