import pytest

from crosswind.core.errors import DataError
from crosswind.core.languages import canonical_language
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_english_is_the_source_and_names_the_cluster(put) -> None:
    put("tatoeba/tatoeba.swh-eng.swh", "Habari.\nNdiyo.\n")
    put("tatoeba/tatoeba.swh-eng.eng", "Hello.\nYes.\n")
    put("tatoeba/tatoeba.fin-eng.fin", "Kyllä.\n")
    root = put("tatoeba/tatoeba.fin-eng.eng", "Yes.\n")
    swahili, finnish = (read_task("tatoeba", tag, "test", root) for tag in ("sw", "fi"))
    assert swahili[0].texts == {"source": "Hello.", "target": "Habari."}
    assert swahili[1].parallel_id == finnish[0].parallel_id


def test_unequal_sides(put) -> None:
    put("tatoeba/tatoeba.fin-eng.fin", "a\nb\n")
    root = put("tatoeba/tatoeba.fin-eng.eng", "a\n")
    with pytest.raises(DataError, match=r"fin-eng\.eng:1: the file ends before its partner"):
        read_task("tatoeba", "fi", "test", root)


def test_the_codes_of_the_files_are_those_of_the_languages() -> None:
    task = TASKS.get("tatoeba")
    assert len(task.card.languages) == 36
    tags = (*task.card.languages, *task.more_languages)
    assert len(tags) == len(set(tags)) == 112
    for tag in tags:
        code = task.files(tag, "test")[0].patterns[0][-3:]
        # Kadazan was merged into Dusun; the official files still have both.
        assert canonical_language(code) == ("dtp" if code == "kzj" else tag)


def test_the_41_of_the_later_benchmark_are_found_under_its_own_names(put) -> None:
    task = TASKS.get("tatoeba")
    for tag in (*task.card.languages, "az", "lt", "pl", "ro", "uk"):
        put(f"tatoeba/{tag}-en.{tag}", "a\n")
        root = put(f"tatoeba/{tag}-en.en", "b\n")
        assert read_task("tatoeba", tag, "test", root)[0].texts == {"source": "b", "target": "a"}


def test_an_english_side_that_was_sorted_to_hide_the_gold_is_refused(put) -> None:
    lines = [f"sentence {n}\n" for n in range(10, 31)]
    put("tatoeba/fi-en.fi", "".join(lines))
    root = put("tatoeba/fi-en.en", "".join(lines))
    with pytest.raises(DataError, match=r"fi-en\.en:1: the English lines are in sorted order"):
        read_task("tatoeba", "fi", "test", root)
    put("tatoeba/fi-en.en", "".join(reversed(lines)))
    assert len(read_task("tatoeba", "fi", "test", root)) == 21
