import shutil
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples, read_task
from crosswind.data.noisy_utterances import OTHER_MEANING, OTHER_WORDS, noisy_files
from crosswind.data.sources import find_sources

FIXTURES = Path(__file__).parent / "fixtures"
ENGLISH, SPANISH = "noisy_snips/langs/en_typos/test", "noisy_snips/langs/es_typos_0.1/test"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small files, to be changed."""
    for name in ("snips", "noisy_snips"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    return tmp_path


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _read(root: Path, language: str, split: str, task: str = "noisy_snips_slots"):
    found = find_sources(TASKS.get(task), language, split, root)
    return read_examples(TASKS.get(task), found, language, split)


@pytest.mark.parametrize("task", ["noisy_snips_intents", "noisy_snips_slots"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_clean_and_noisy_rows_have_equal_ids(task, language) -> None:
    clean, noisy = (read_task(task, language, split, FIXTURES) for split in ("clean", "test"))
    assert [row.example_id for row in clean] == [row.example_id for row in noisy]
    assert [row.label for row in clean] == [row.label for row in noisy]
    assert all(a.texts != b.texts or a.words != b.words for a, b in zip(clean, noisy, strict=True))


def test_the_other_languages_keep_words_and_tags_in_place() -> None:
    clean, noisy = (
        read_task("noisy_snips_slots", "es", split, FIXTURES) for split in ("clean", "test")
    )
    assert [row.tags for row in clean] == [row.tags for row in noisy]
    assert clean[0].words[2] == "canción"
    assert noisy[0].words[2] == "cancion"
    assert noisy[0].tags[-2:] == ("B-playlist", "I-playlist")


def test_an_utterance_and_its_translation_are_one_cluster() -> None:
    english = read_task("noisy_snips_intents", "en", "test", FIXTURES)
    spanish = read_task("noisy_snips_intents", "es", "test", FIXTURES)
    train = read_task("snips_intents", "en", "validation", FIXTURES)
    assert english[0].parallel_id == spanish[0].parallel_id == train[0].parallel_id
    # The first of GetWeather is the 101st line of the table and the 201st of the validation part.
    assert spanish[1].parallel_id == "validation-200"


def test_english_rows_of_another_meaning_are_left_out_of_both_sides(root) -> None:
    _change(root / "snips/valid/label", "GetWeather", "RateBook")
    for split in ("test", "clean"):
        examples, left_out = _read(root, "en", split)
        assert len(examples) == 2
        assert left_out[OTHER_MEANING] == 1


def test_rows_with_another_number_of_words_are_left_out_of_both_sides(root) -> None:
    _change(root / SPANISH / "data.tsv", "Nevará en Lund\t<", "Nevará mucho en Lund\t<")
    for split in ("test", "clean"):
        examples, left_out = _read(root, "es", split)
        assert (len(examples), left_out) == (1, {OTHER_WORDS: 1})


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("data.tsv", "GetWeather", "RateBook", r"data\.tsv:3: intent and slots are not those of"),
        ("data.tsv", "O city", "O O", r"data\.tsv:3: intent and slots are not those of"),
        ("data.tsv", "\n101\t", "\n0\t", r"data\.tsv:3: no number or no known intent: '0 Get"),
        ("data.tsv", "\n101\t", "\n³\t", r"data\.tsv:3: no number or no known intent"),
        ("data.tsv", "old_utterance", "utterance", r"data\.tsv:1: wrong header"),
        ("label", "GetWeather", "Weather", r"data\.tsv:3: intent and slots"),
    ],
)
def test_a_table_that_does_not_fit_its_files(root, name, old, new, message) -> None:
    _change(root / SPANISH / name, old, new)
    with pytest.raises(DataError, match=message):
        _read(root, "es", "test")


def test_unequal_numbers_of_lines(root) -> None:
    table = root / SPANISH / "data.tsv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), "utf-8")
    with pytest.raises(DataError, match=r"data\.tsv:2: 1 clean utterances for 2 noisy ones"):
        _read(root, "es", "test")
    for name in ("seq.in", "seq.out", "label"):
        path = root / ENGLISH / name
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    with pytest.raises(DataError, match=r"seq\.in:3: 3 clean utterances for 2 noisy ones"):
        _read(root, "en", "clean")


def test_doubled_numbers_are_named(root) -> None:
    _change(root / SPANISH / "data.tsv", "\n101\t", "\n1\t")
    _change(root / SPANISH / "data.tsv", "GetWeather", "AddToPlaylist")
    _change(root / SPANISH / "label", "GetWeather", "AddToPlaylist")
    with pytest.raises(DataError, match=r"data\.tsv:3|seq\.in:2: the id is used twice"):
        _read(root, "es", "test")


def test_every_ratio_of_noise_has_its_folder_and_english_its_clean_part() -> None:
    hindi, english = noisy_files("hi"), noisy_files("en")
    assert "noisy_snips/langs/hi_typos_0.05/test/data.tsv" in hindi[-1].patterns
    assert [item.role for item in english[3:]] == ["clean text", "clean slots", "clean intents"]
    assert english[3].patterns == ("snips/valid/seq.in",)
