from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task


def test_the_languages_of_both_releases_and_dates() -> None:
    card = TASKS.get("masakhaner").card
    assert len(card.languages) == 21
    assert card.labels[-2:] == ("B-DATE", "I-DATE")
    assert set(TASKS.get("panx").card.labels) < set(card.labels)


def test_the_second_release_comes_first_and_the_first_serves_amharic(put) -> None:
    put("masakhaner/MasakhaNER2.0/data/hau/test.txt", "biyu O\n")
    put("masakhaner/data/hau/test.txt", "daya O\n")
    put("masakhaner/data/yor/test.txt", "ọ̀kan O\n")
    root = put("masakhaner/data/amh/dev.txt", "አንድ O\n")
    assert read_task("masakhaner", "ha", "test", root)[0].words == ("biyu",)
    assert read_task("masakhaner", "yo", "test", root)[0].words == ("ọ̀kan",)
    assert read_task("masakhaner", "am", "validation", root)[0].words == ("አንድ",)
    assert TASKS.get("masakhaner").files("am", "test")[0].patterns == (
        "masakhaner/data/amh/test.txt",
    )
