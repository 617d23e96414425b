import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.evaluate.mlqa_text import normalized_in

LANGUAGES = ("ar", "de", "en", "es", "hi", "vi", "zh")


@settings(max_examples=60)
@given(st.sampled_from(LANGUAGES), st.text(max_size=20))
def test_words_stand_one_blank_apart_without_capitals(language, text):
    found = normalized_in(language)(text)
    assert found == " ".join(found.split())
    assert found == found.lower()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The “Red” apple—pie, a 10°", "red applepie 10°"),
        ("en", "$5 and €5", "5 and €5"),
        ("de", "Die Häuser der Stadt", "häuser stadt"),
        ("es", "Los Ángeles y el río", "ángeles y río"),
        ("hi", "the राम।", "the राम"),
        ("vi", "những cái nhà của tôi", "nhà tôi"),
        # The article goes inside words too: the script's expression is not anchored.
        ("ar", "قال الرجل", "ق رجل"),
        ("ar", "بالكتاب", "ب كتاب"),
        ("zh", "北京，上海 GDP增长", "北 京 上 海 gdp 增 长"),
        # U+9FA6 is beyond the characters that the script knows, U+9FA5 is not.
        ("zh", "龥龥", "龥 龥"),
        ("zh", "龦龦", "龦龦"),
        ("zh", "the 的", "the 的"),
    ],
)
def test_by_hand(language, text, expected):
    assert normalized_in(language)(text) == expected


def test_what_follows_the_language_does_not_matter():
    assert normalized_in("zh-Hant")("北京") == normalized_in("zh")("北京")


@pytest.mark.parametrize("language", ["tr", "", "deu", "synthetic"])
def test_another_language_is_an_error(language):
    with pytest.raises(ConfigError, match=r"no rule for answers.*Allowed: ar, de, en, es, hi, vi"):
        normalized_in(language)
