"""Japanese conversion errors, seen as text."""

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.perturbations.kana_kanji import supports


def edits(text, many=400):
    results = perturb_batch(
        [text] * many, language="ja", perturbation="kana_kanji", severity=5,
        example_ids=list(map(str, range(many))),
    )  # fmt: skip
    return {(text[edit.start : edit.end], edit.text) for result in results for edit in result.edits}


def test_a_listed_word_becomes_its_homophone():
    assert ("意外", "以外") in edits("それは意外でした")


def test_a_kanji_between_kana_without_a_rival_stays():
    found = edits("水を飲みます、人に会う")
    assert not [old for old, _ in found if old in {"水", "飲", "人"}]
    assert {new for old, new in found if old == "会"} <= {"合", "遭"}


def test_katakana_words_turn_into_hiragana_as_a_whole():
    assert ("コーヒー", "こーひー") in edits("熱いコーヒーです")


def test_words_of_one_letter_get_exactly_one():
    for number in range(60):
        words = perturb_words(
            ["水", "を", "ー", "っ", "犬"], language="ja", perturbation="kana_kanji", severity=5,
            example_id=str(number),
        ).words  # fmt: skip
        assert [len(word) for word in words] == [1] * 5


def test_latin_letters_and_digits_stay():
    assert perturb("OK 2024!", language="ja", perturbation="kana_kanji", severity=5).edits == ()


def test_japanese_only():
    assert [supports(tag).level for tag in ("ja", "zh")] == ["full", "unsupported"]
