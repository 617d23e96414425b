from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast

from crosswind.core.hashing import file_digest
from crosswind.testing.tiny import tiny_encoder_folder

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder_folder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


@settings(max_examples=60)
@given(text=TEXTS)
def test_offsets_cover_the_text_without_unknowns(
    tokenizer: PreTrainedTokenizerFast, text: str
) -> None:
    encoded = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    assert tokenizer.unk_token_id not in encoded["input_ids"]
    covered = {at for begin, end in encoded["offset_mapping"] for at in range(begin, end)}
    assert all(end == begin + 1 for begin, end in encoded["offset_mapping"])
    assert {at for at, letter in enumerate(text) if not letter.isspace()} <= covered


@settings(max_examples=30)
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1)))
def test_every_given_word_has_a_piece(tokenizer: PreTrainedTokenizerFast, words: list[str]) -> None:
    found = tokenizer(words, is_split_into_words=True, add_special_tokens=False).word_ids()
    assert list(dict.fromkeys(found)) == list(range(len(words)))


def test_words_are_told_apart_by_their_first_byte(tokenizer: PreTrainedTokenizerFast) -> None:
    assert tokenizer("ab")["input_ids"] != tokenizer("a b")["input_ids"]
    assert tokenizer("a  b")["input_ids"] == tokenizer("a b")["input_ids"]
    assert tokenizer.tokenize("a", "b", add_special_tokens=True) == [
        "<s>", "a", "</s>", "</s>", "b", "</s>",
    ]  # fmt: skip


def test_equal_seeds_give_equal_bytes(folder: Path, tmp_path: Path) -> None:
    again, other = tiny_encoder_folder(tmp_path / "a"), tiny_encoder_folder(tmp_path / "b", seed=1)
    names = sorted(file.name for file in folder.iterdir())
    assert [file_digest(folder / name) for name in names] == [
        file_digest(again / name) for name in names
    ]
    assert file_digest(other / "model.safetensors") != file_digest(folder / "model.safetensors")


def test_the_encoder_tells_texts_apart(folder: Path, tokenizer: PreTrainedTokenizerFast) -> None:
    encoder = AutoModel.from_pretrained(folder, local_files_only=True, use_safetensors=True).eval()
    with torch.no_grad():
        hidden = encoder(**tokenizer(["ก ข", "a b"], padding=True, return_tensors="pt"))[0]
    pooled = torch.nn.functional.normalize(hidden.mean(1), dim=-1)
    assert hidden.shape[-1] == 32
    assert float(pooled[0] @ pooled[1]) < 0.99
