import string
import sys
import unicodedata

from crosswind.evaluate.punctuation import PUNCTUATION


def test_the_pinned_set_is_that_of_unicode_14():
    now = {
        chr(point)
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)).startswith("P")
    } | set(string.punctuation)
    assert len(PUNCTUATION) == 828
    if unicodedata.unidata_version == "14.0.0":
        assert now == PUNCTUATION
    else:
        assert now > PUNCTUATION


def test_later_punctuation_and_symbols_are_kept():
    assert "\U00011b00" not in PUNCTUATION  # new in Unicode 15.0
    assert not set("€°＋￥") & PUNCTUATION
    assert set("$+<=>^`|~") <= PUNCTUATION
    assert set("、。“”¿·") <= PUNCTUATION
