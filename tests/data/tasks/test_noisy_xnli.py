import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task

CLEAN = (
    ("The mill stopped years ago.", "The mill is busy.", "contradiction"),
    ("The mill stopped years ago.", "The mill does not work.", "entailment"),
    ("The mill stopped years ago.", "The mill was his aunt's.", "neutral"),
)
HEAD = "premise\thypothesis\tlabel\n"
FILE = "noisy_xnli/test_tr_typos_0.1.tsv"


@pytest.fixture
def clean(put):
    put("xnli/test-tr.tsv", "".join(f"{a}\t{b}\n" for a, b, _ in CLEAN))
    return put("xnli/labels/test-tr.tsv", "".join(f"{label}\n" for *_, label in CLEAN))


def test_rows_keep_the_ids_and_clusters_of_xnli(clean, put) -> None:
    put(FILE, f"{HEAD}'The mil stopped years ago.'\t'The mill does nto work.'\t0\n")
    (noisy,) = read_task("noisy_xnli", "tr", "test", clean)
    (quiet,) = read_task("noisy_xnli", "tr", "clean", clean)
    original = read_task("xnli", "tr", "test", clean)[1]
    assert quiet == original
    assert (noisy.example_id, noisy.parallel_id, noisy.label) == ("1", "0", "entailment")
    assert noisy.texts == {
        "premise": "The mil stopped years ago.", "hypothesis": "The mill does nto work.",
    }  # fmt: skip


def test_quotes_inside_stay(clean, put) -> None:
    put(FILE, f"{HEAD}''The mill stoped years ago.'\t'The mill was his aunt's\\.'\t1\n")
    (row,) = read_task("noisy_xnli", "tr", "test", clean)
    assert row.texts["premise"] == "'The mill stoped years ago."
    assert row.texts["hypothesis"] == "The mill was his aunt's\\."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("The mil\t'x'\t0", r"tsv:2: a text without its quotes: 'The mil'"),
        ("'\t'x'\t0", r"tsv:2: a text without its quotes"),
        ("'a'\t'x\t0", r"tsv:2: a text without its quotes"),
        ("'a'\t'x'\t3", r"tsv:2: unknown label: '3'.*0 \(entailment\)"),
        ("'a'\t'x'\tneutral", r"tsv:2: unknown label: 'neutral'"),
        ("'a'\t'x'", r"tsv:2: 2 columns instead of 3"),
        ("'a b c'\t'd e f'\t0", r"tsv:2: no noisy row is like a clean row"),
    ],
)
def test_a_wrong_file_is_named(clean, put, line, message) -> None:
    put(FILE, f"{HEAD}{line}\n")
    with pytest.raises(DataError, match=message):
        read_task("noisy_xnli", "tr", "test", clean)


def test_without_the_clean_files_both_splits_name_them(put) -> None:
    root = put(FILE, f"{HEAD}'a'\t'b'\t0\n")
    for split in ("test", "clean"):
        with pytest.raises(DataError, match=r"xnli/test-tr\.tsv"):
            read_task("noisy_xnli", "tr", split, root)


def test_the_card_pairs_with_xnli() -> None:
    card, clean = TASKS.get("noisy_xnli").card, TASKS.get("xnli").card
    assert card.release == clean.release == "xnli"
    assert card.published_noise == "real_typos"
    assert set(card.languages) <= set(clean.languages)
    assert set(clean.pairings) == {"same_language", "generalised"}
