import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from crosswind.core.errors import EncoderError
from crosswind.core.files import write_json
from crosswind.model.quantised import Container, parse_container
from crosswind.model.tokenizer import build_tokenizer, save_tokenizer
from crosswind.testing.container import container_bytes


@pytest.fixture(scope="module")
def container() -> Container:
    return parse_container(container_bytes(), place="x.bin")


@pytest.fixture(scope="module")
def tokenizer(container: Container) -> Tokenizer:
    return build_tokenizer(container)


def tokens(tokenizer: Tokenizer, text: str) -> list[tuple[str, str]]:
    encoded = tokenizer.encode(text, add_special_tokens=False)
    pairs = zip(encoded.tokens, encoded.offsets, strict=True)
    return [(token, text[a:b]) for token, (a, b) in pairs]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  ab\t\u3000 ab ", "ab ab"),
        ("a\u200bb", "a b"),
        ("a\x01b", "ab"),
        ("ﬁ", "fi"),
        ("u\u0308", "ü"),
        ("～", "～"),
        ("", ""),
        (" \t", ""),
    ],
)
def test_normalization(tokenizer: Tokenizer, text: str, normal: str) -> None:
    assert tokenizer.normalizer.normalize_str(text) == normal


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufdd0"), max_size=20))
def test_normalization_is_idempotent_nfkc(tokenizer: Tokenizer, text: str) -> None:
    once = tokenizer.normalizer.normalize_str(text)
    assert tokenizer.normalizer.normalize_str(once) == once
    assert "  " not in once
    assert once == once.strip(" ")


def test_offsets_point_into_the_original_text(tokenizer: Tokenizer) -> None:
    found = tokens(tokenizer, " ab \t\u3000ab ü～a\u200bﬁ")
    assert [token for token, _ in found] == ["▁ab", "▁ab", "▁", "ü", "～", "a", "▁", "fi"]
    letters = [text.strip(" \t\u3000\u200b") for _, text in found]
    assert letters == ["ab", "ab", "", "ü", "～", "a", "", "ﬁ"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["ab", "a", "bü", "～"]), min_size=1), st.sampled_from(" \t\u200b"))
def test_every_letter_lies_under_one_piece(
    tokenizer: Tokenizer, words: list[str], blank: str
) -> None:
    text = (blank * 2).join(words)
    under = "".join(part for token, part in tokens(tokenizer, text) if token != "▁")
    assert [letter for letter in under if letter not in " \t\u200b"] == list("".join(words))


def test_a_pair_has_the_template_of_xlmr(tokenizer: Tokenizer) -> None:
    encoded = tokenizer.encode("ab", "ab")
    assert encoded.tokens == ["<s>", "▁ab", "</s>", "</s>", "▁ab", "</s>"]
    assert encoded.ids == [0, 7, 2, 2, 7, 2]
    assert tokenizer.token_to_id("<mask>") == 10
    assert tokenizer.get_vocab_size() == 11


def test_no_blank_makes_a_piece_of_its_own(tokenizer: Tokenizer) -> None:
    for text in ("", " ", "\t \u3000", "\x01"):
        assert tokenizer.encode(text, add_special_tokens=False).ids == []
    assert tokenizer.encode("ab \u200b", add_special_tokens=False).tokens == ["▁ab"]


def test_auto_tokenizer_keeps_it(
    container: Container, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    save_tokenizer(container, tmp_path)
    write_json(tmp_path / "config.json", {"model_type": "bert"})
    loaded = AutoTokenizer.from_pretrained(tmp_path, local_files_only=True)
    assert loaded.is_fast
    assert loaded.model_max_length == 16
    assert [loaded.cls_token_id, loaded.sep_token_id, loaded.pad_token_id] == [0, 2, 1]
    assert [loaded.unk_token_id, loaded.mask_token_id] == [3, 10]
    for text in ("  ab \tü～ x", "u\u0308", "ab<mask>"):
        assert loaded(text)["input_ids"] == tokenizer.encode(text).ids
        assert set(loaded(text)) == {"input_ids", "attention_mask"}
    words = loaded(["ab", "ü", "", "ab"], is_split_into_words=True, add_special_tokens=False)
    assert words.tokens() == ["▁ab", "▁", "ü", "▁ab"]
    assert words.word_ids() == [0, 1, 1, 3]


def test_equal_containers_give_equal_files(container: Container, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        save_tokenizer(container, tmp_path / name)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_map_that_nfkc_does_not_know_is_refused() -> None:
    assert unicodedata.normalize("NFKC", "a") == "a"
    odd = parse_container(container_bytes(normalization={0x61: "b"}), place="x.bin")
    with pytest.raises(EncoderError, match=r"U\+0061"):
        build_tokenizer(odd)
