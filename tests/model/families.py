"""Small tokenizers of each family, trained in milliseconds, as readers."""

from collections.abc import Callable

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, trainers
from tokenizers.models import BPE, Unigram, WordPiece
from tokenizers.processors import TemplateProcessing
from transformers import PreTrainedTokenizerFast

from crosswind.model.tokenise import PieceReader

CORPUS = (
    "the fog lifts over the blue river, and rain comes at noon.",
    "der Fluss ist früh am Morgen still, größer als gedacht.",
    "река утром светлая, а письмо лежит на столе.",
    "النافذة مفتوحة منذ الصباح.",
    "खिड़की खुली है और बारिश आती है।",
    "窗户开着外面很冷他走了我也走",
    "หน้าต่างเปิดอยู่และฝนตก",
    "a b c d e f 1 2 3 ( ) \" ' - ; : ! ? …",
)
_SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
# Letters that SentencePiece's rules read as a blank, like the encoders of the XLM-R family.
_BLANKS = Regex("[\\x{200B}-\\x{200F}\\x{FEFF}\\x{FFFD}\\t\\r\\n]")


def _byte_level(*, prefix: bool) -> Tokenizer:
    tokenizer = Tokenizer(BPE(unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=_SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def _word_piece() -> Tokenizer:
    tokenizer = Tokenizer(WordPiece(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=_SPECIALS, show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def _metaspace(scheme: str) -> Tokenizer:
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(_BLANKS, " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme=scheme)
    trainer = trainers.UnigramTrainer(
        vocab_size=180, special_tokens=_SPECIALS, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def _spaces_as_letters() -> Tokenizer:
    """As Gemma's and mmBERT's: a space becomes a letter, and nothing stands before a text."""
    tokenizer = Tokenizer(BPE(unk_token="<unk>", byte_fallback=False, fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Fuse()])
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=_SPECIALS, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


FAMILIES: dict[str, Callable[[], Tokenizer]] = {
    "byte-level": lambda: _byte_level(prefix=False),
    "byte-level with a prefix": lambda: _byte_level(prefix=True),
    "WordPiece": _word_piece,
    "Metaspace": lambda: _metaspace("always"),
    "Metaspace at the start": lambda: _metaspace("first"),
    "spaces as letters": _spaces_as_letters,
}


def family_reader(name: str) -> PieceReader:
    """A reader over one of the families."""
    tokenizer = FAMILIES[name]()
    first, last = (tokenizer.token_to_id(token) for token in ("<s>", "</s>"))
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", first), ("</s>", last)],
    )
    whole = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="<unk>", pad_token="<pad>", bos_token="<s>"
    )
    return PieceReader(whole)
