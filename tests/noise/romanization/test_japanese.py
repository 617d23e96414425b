"""Romaji: kana, particles, endings, compounds."""

import pytest

from crosswind.noise.romanization.habits import WRITERS, Habit
from crosswind.noise.romanization.japanese import of_kana, pieces


def ways(run: str) -> set[str]:
    return {
        " ".join(text for _, _, text in pieces(run, Habit("ja", writer)))
        for writer in range(WRITERS)
    }


@pytest.mark.parametrize(
    ("run", "one"),
    [
        ("東京へ行きました", "toukyou e ikimashita"),
        ("私は本を読んでいる", "watashi wa hon o yondeiru"),
        ("学校", "gakkou"),
        ("コーヒーをかって", "koohii o katte"),
        ("ちょっとまって", "chottomatte"),
        ("小さな公園", "chiisana kouen"),
    ],
)
def test_words_as_they_are_typed(run, one):
    assert one in ways(run)


def test_kana_have_two_ways():
    found = {of_kana("しつじふきゃ", Habit("ja", writer)) for writer in range(WRITERS)}
    assert {"shitsujifukya", "situzihukya"} & found
    assert all(one.endswith("kya") for one in found)


def test_an_unknown_kanji_stays():
    assert [piece[:2] for piece in pieces("龘は", Habit("ja", 0))] == [(1, 2)]
