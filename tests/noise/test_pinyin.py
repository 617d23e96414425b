"""Pinyin: syllables that blur or slip, and the characters that come out."""

from hypothesis import given
from hypothesis import strategies as st

from crosswind.noise import pinyin


def test_nearly_all_of_the_401_toneless_syllables_have_common_characters():
    assert len(pinyin.syllables("simplified")) == 396


def test_the_frequent_come_first():
    assert pinyin.syllables("simplified")["de"][0] == "的"
    assert pinyin.syllables("simplified")["shi"][0] == "是"
    assert "時" in pinyin.syllables("traditional")["shi"]


def test_blurred_pinyin():
    assert set(pinyin.blurred("zhang")) == {"zang", "zhan"}
    assert pinyin.blurred("si") == ["shi"]
    assert pinyin.blurred("ling") == ["ning", "lin"]
    assert pinyin.blurred("ma") == []


def test_slips_are_one_key_away():
    found = pinyin.slipped("ni")
    assert {"bi", "mi", "i", "n", "in", "nu"} <= set(found)
    assert "ni" not in found


def test_most_candidates_have_the_same_sound():
    found, edges = pinyin.options("他", "simplified")
    found = "".join(map(chr, found.tolist()))
    assert found[:2] in {"她它", "它她"}
    assert edges[-1] == 65536
    same = [one for one in found if one in pinyin.syllables("simplified")["ta"]]
    assert edges[len(same) - 1] >= 0.85 * 65535


@given(st.sampled_from("他们的是在有书图學們"))
def test_candidates_are_other_characters(character):
    writing = "simplified" if pinyin.known("simplified")[ord(character)] else "traditional"
    found, edges = pinyin.options(character, writing)
    assert ord(character) not in found
    assert len(set(found.tolist())) == len(found) == len(edges)
    assert edges.tolist() == sorted(edges.tolist())


def test_every_known_character_has_candidates():
    for writing in ("simplified", "traditional"):
        known = [chr(point) for point in pinyin.known(writing).nonzero()[0]]
        assert len(known) > 5000
        assert all(len(pinyin.options(one, writing)[0]) for one in known[::40])


def test_writings_are_apart():
    assert pinyin.only_in("simplified")[ord("们")]
    assert pinyin.only_in("traditional")[ord("們")]
    assert not pinyin.only_in("simplified")[ord("的")]


def test_words_are_as_long_as_their_homophones():
    table = pinyin.words()
    assert len(table.keys) > 100
    assert (table.count[:-1] > 0).all()
    # The last string is that of no word.
    assert set(table.pool.length[:-1].tolist()) == {2}
