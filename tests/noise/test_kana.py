"""Kana: slips of keys, spelling, and kanji that are read alike."""

from hypothesis import given
from hypothesis import strategies as st

from crosswind.noise import kana


def written(letter, before="", *, by_kana=False, alone=False):
    return {text for text, _ in kana.slips(letter, before, by_kana=by_kana, alone=alone)}


def test_wrong_keys_of_romaji():
    found = written("き")
    assert {"く", "い", "っき", "ぎ"} <= found  # u beside i, no k, kk, voiced
    assert "に" not in found  # n is not beside k
    assert "み" in found  # m is


def test_keys_of_the_kana_layout():
    assert {"ち", "し"} <= written("と", by_kana=True)


def test_size_voice_sound_and_length():
    assert "つ" in written("っ")
    assert "ょ" in written("よ")
    assert "が" in written("か")
    assert "づ" in written("ず")
    assert {"", "お"} <= written("う", "こ")
    assert "" not in written("う", "か")
    assert {"", "ウ"} <= written("ー", "ク")
    assert "こう" in written("こ")


def test_katakana_stay_katakana():
    assert all("ァ" <= one <= "ー" for text in written("コ") for one in text)


def test_a_kana_alone_gets_one_kana():
    assert {len(text) for text in written("か", alone=True)} == {1}


@given(st.sampled_from("あいうかがっんーコ"), st.sampled_from("こあ"), st.booleans())
def test_slips_never_write_what_stands_there(letter, before, by_kana):
    assert letter not in written(letter, before, by_kana=by_kana)


def test_kanji_alone_go_by_their_japanese_reading():
    assert kana.kanji("会", alone=True) == "合遭"
    assert "快" in kana.kanji("会", alone=False)
    assert kana.kanji("A", alone=True) == ""


def test_both_kinds_of_kana_change_into_each_other():
    assert kana.hiragana("コーヒーA犬") == "こーひーA犬"
    assert kana.katakana("ぱん屋") == "パン屋"


def test_words_have_homophones_of_the_same_length():
    for word, others in kana.words().items():
        assert others
        assert all(len(other) == len(word) == 2 and other != word for other in others)
