"""Kept pieces are those that cutting gives, whatever happened to their files."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.model import kept_pieces
from crosswind.model.kept_pieces import Cut, KeptPieces
from crosswind.model.tokenise import open_reader, tokenizer_digest
from crosswind.testing.tiny import tiny_encoder_folder

SENTENCES = ["Der Hund schläft.", "", "你好 世界", " zwei  Blanks ", "e\u0301 \u200d"]
WORDS = [["Der", "Hund"], ["\u200d"], ["你好", "世界", "!"]]


@pytest.fixture(autouse=True)
def keep_all(monkeypatch):
    monkeypatch.setattr(kept_pieces, "WORTH_KEEPING", 1)


def uncuttable():
    raise AssertionError("the tokenizer was asked again")


lists = st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=6), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ids=lists, data=st.data())
def test_what_was_cut_once_is_read_and_equal(tmp_path_factory, ids, data):
    places = data.draw(st.lists(st.lists(st.integers(0, 99)), min_size=len(ids), max_size=len(ids)))
    texts = data.draw(st.lists(st.text(), min_size=len(ids), max_size=len(ids)))
    kept = KeptPieces(tmp_path_factory.mktemp("kept"), "a tokenizer")
    first = kept.cut("pieces", texts, lambda: Cut(ids, places))
    again = kept.cut("pieces", texts, uncuttable)
    assert first == again == Cut(ids, places)


def test_another_tokenizer_question_or_text_has_a_file_of_its_own(tmp_path):
    kept, cut = KeptPieces(tmp_path, "a"), Cut([[1], [2]], [[], []])
    kept.cut("pieces", ["ab", "c"], lambda: cut)
    for other, asked, texts in (
        (KeptPieces(tmp_path, "b"), "pieces", ["ab", "c"]),
        (kept, "pieces with offsets", ["ab", "c"]),
        (kept, "pieces", ["a", "bc"]),
        (kept, "pieces", ["ab", "d"]),
    ):
        with pytest.raises(AssertionError, match="asked again"):
            other.cut(asked, texts, uncuttable)


def test_few_texts_are_cut_each_time_and_nothing_is_kept_without_a_folder(tmp_path, monkeypatch):
    cut = Cut([[1]], [[]])
    assert KeptPieces().cut("pieces", ["a"], lambda: cut) is cut
    monkeypatch.setattr(kept_pieces, "WORTH_KEEPING", 2)
    assert KeptPieces(tmp_path, "t").cut("pieces", ["a"], lambda: cut) is cut
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_any_wrong_byte_is_written_anew(tmp_path):
    kept, cut = KeptPieces(tmp_path, "t"), Cut([[5, 6], [7]], [[0, 1], [2]])
    kept.cut("pieces", ["a", "b"], lambda: cut)
    (path,) = tmp_path.glob("*/*.arrow")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert kept.cut("pieces", ["a", "b"], lambda: cut) == cut
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at])
        assert kept.cut("pieces", ["a", "b"], lambda: cut) == cut
        assert path.read_bytes() == whole
    for other in (b"", b"ARROW1\0\0" + bytes(64), b"PAR1", os.urandom(300)):
        path.write_bytes(other)
        assert kept.cut("pieces", ["a", "b"], lambda: cut) == cut


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    cut = Cut([[1]], [[0]])
    for _ in range(2):
        assert KeptPieces(blocked / "below", "t").cut("pieces", ["a"], lambda: cut) == cut


def test_a_reader_that_keeps_cuts_as_one_that_does_not(tmp_path):
    folder = tiny_encoder_folder(tmp_path / "tiny")
    plain = open_reader(folder)
    for _ in range(2):
        open_reader.cache_clear()
        keeping = open_reader(folder, "", tmp_path / "kept")
        for with_offsets in (False, True):
            expected = plain.cut(SENTENCES, with_offsets=with_offsets)
            assert keeping.cut(SENTENCES, with_offsets=with_offsets) == expected
        assert keeping.cut_words(WORDS) == plain.cut_words(WORDS)
        assert len(list((tmp_path / "kept").iterdir())) == 3
    # Other words of the same letters in the same order.
    assert keeping.cut_words([["DerHund"]]) == plain.cut_words([["DerHund"]])
    assert keeping.cut_words([["Der"], ["Hund"]]) == plain.cut_words([["Der"], ["Hund"]])


def test_the_digest_of_a_tokenizer_changes_with_its_files_alone(tmp_path):
    folder = tiny_encoder_folder(tmp_path / "tiny")
    before = tokenizer_digest(folder)
    (folder / "README.md").write_text("not read")
    assert tokenizer_digest(folder) == before
    config = folder / "tokenizer_config.json"
    config.write_text(config.read_text().replace("512", "511"))
    assert tokenizer_digest(folder) != before
