"""The tokenizer of a container: unigram pieces, XLM-R's normalization and special tokens."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, normalizers
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from crosswind.core.errors import EncoderError
from crosswind.core.files import write_json
from crosswind.model.quantised import Container

# Stands for a letter that NFKC would change and the container keeps. Noncharacters are reserved
# for such inner use and never occur in interchanged text.
_FIRST_STAND_IN = 0xFDD0
# A Unicode version newer than the container's may decompose letters that it does not know; those
# are left to NFKC. The wide tilde is the one that real (Japanese, Chinese) text is full of.
_KEPT_BY_THE_CONTAINER = (0xFF5E,)


def build_tokenizer(container: Container) -> Tokenizer:
    """A unigram tokenizer with character offsets into the text as it was given.

    Normalization: the container's removals and blanks, NFKC for all else that it maps, runs of
    blanks as one, none at either end. A pair is `<s> A </s> </s> B </s>`.

    Differs from the original `tokenizer.json` of multilingual-e5-small where letters are written
    with combining marks: NFKC composes all of them, the original only within short clusters.
    A blank at the end gives no lone "▁" piece, as in SentencePiece, which made the vocabulary.

    Raises:
        EncoderError: if the container maps a letter to something that NFKC does not.
    """
    pieces = list(zip(container.pieces, container.scores.tolist(), strict=True))
    tokenizer = Tokenizer(Unigram(pieces, unk_id=container.specials["unk"], byte_fallback=False))
    tokenizer.normalizer = _normalizer(container)
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    bos, eos = container.specials["bos"], container.specials["eos"]
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", bos), ("</s>", eos)],
    )
    tokenizer.add_special_tokens(_special_tokens(container))
    return tokenizer


def save_tokenizer(container: Container, folder: Path) -> None:
    """Write `tokenizer.json` and `tokenizer_config.json` for `AutoTokenizer.from_pretrained`."""
    build_tokenizer(container).save(str(folder / "tokenizer.json"), pretty=False)
    config: dict[str, object] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": container.shape.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
    }
    if "<mask>" in container.pieces:
        config["mask_token"] = "<mask>"
    write_json(folder / "tokenizer_config.json", config)


def _special_tokens(container: Container) -> list[str]:
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    return [*specials, "<mask>"] if "<mask>" in container.pieces else specials


def _normalizer(container: Container) -> normalizers.Sequence:
    removed, blanks = _control_letters(container)
    kept = {
        chr(_FIRST_STAND_IN + at): chr(codepoint)
        for at, codepoint in enumerate(_KEPT_BY_THE_CONTAINER)
        if codepoint not in container.normalization
    }
    steps: list[normalizers.Normalizer] = []
    if removed:
        steps.append(normalizers.Replace(Regex(_letter_class(removed)), ""))
    if blanks:
        steps.append(normalizers.Replace(Regex(_letter_class(blanks)), " "))
    steps += [normalizers.Replace(letter, stand_in) for stand_in, letter in kept.items()]
    steps.append(normalizers.NFKC())
    steps += [normalizers.Replace(stand_in, letter) for stand_in, letter in kept.items()]
    steps += [normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip(left=True, right=True)]
    return normalizers.Sequence(steps)


def _control_letters(container: Container) -> tuple[list[int], list[int]]:
    """Code points that the container removes, and those that it makes a blank where NFKC would not.

    All other entries must be what NFKC says.
    """
    removed, blanks = [], []
    for codepoint, target in sorted(container.normalization.items()):
        letter = chr(codepoint)
        if target == "":
            removed.append(codepoint)
        elif target == unicodedata.normalize("NFKC", letter):
            continue
        elif target == " ":
            blanks.append(codepoint)
        else:
            raise EncoderError(
                f"the container maps U+{codepoint:04X} to {target!r}, which NFKC does not",
                place=container.place,
                allowed="NFKC, a blank or nothing",
                action="Install the package that carries it again.",
            )
    return removed, blanks


def _letter_class(codepoints: Iterable[int]) -> str:
    """A regular expression for any one of the code points."""
    ordered = sorted(codepoints)
    cuts = [at for at, (a, b) in enumerate(pairwise(ordered), start=1) if b != a + 1]
    runs = [ordered[a:b] for a, b in pairwise([0, *cuts, len(ordered)])]
    return "[" + "".join(f"\\x{{{run[0]:X}}}-\\x{{{run[-1]:X}}}" for run in runs) + "]"
