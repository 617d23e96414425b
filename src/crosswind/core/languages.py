"""Language tags: BCP 47 as the benchmarks write them, canonicalised by `langcodes`."""

from functools import lru_cache

import langcodes
from langcodes.tag_parser import LanguageTagError

from crosswind.core.errors import ConfigError, nearest_match

# Codes of three letters that the benchmarks' files use for a language, where langcodes keeps
# a macro language apart from its usual member (Tatoeba file names; ISO 639-3).
_MEMBER_TO_USUAL = {
    "cmn": "zh",
    "pes": "fa",
    "swh": "sw",
    "ekk": "et",
    "lvs": "lv",
    "khk": "mn",
    "arb": "ar",
    "zsm": "ms",
    "npi": "ne",
    "azj": "az",
    "uzn": "uz",
    "nob": "nb",
    "fil": "tl",
}

# English names of the benchmarks' languages: what people write in the place of a tag.
_NAMES = {
    "afrikaans": "af",
    "arabic": "ar",
    "azerbaijani": "az",
    "basque": "eu",
    "bengali": "bn",
    "bulgarian": "bg",
    "burmese": "my",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "farsi": "fa",
    "finnish": "fi",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "haitian": "ht",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "javanese": "jv",
    "kazakh": "kk",
    "korean": "ko",
    "lithuanian": "lt",
    "malay": "ms",
    "malayalam": "ml",
    "mandarin": "zh",
    "marathi": "mr",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "quechua": "qu",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swahili": "sw",
    "tagalog": "tl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "wolof": "wo",
    "yoruba": "yo",
}

# Scripts that are written without blanks between words.
UNSPACED = frozenset(("Thai", "Hani", "Hans", "Hant", "Jpan", "Laoo", "Khmr", "Mymr"))


@lru_cache(maxsize=4096)
def canonical_language(tag: str, *, place: str = "") -> str:
    """The tag in the form that the benchmarks use: `swh` -> `sw`, `cmn` -> `zh`, `deu` -> `de`.

    Raises:
        ConfigError: if the text is not a valid BCP 47 tag.
    """
    try:
        language = langcodes.Language.get(tag)
        valid = language.is_valid() and bool(tag)
    except (LanguageTagError, AttributeError, TypeError):
        valid = False
    if not valid or language.language is None:
        raise ConfigError(
            "not a BCP 47 language tag",
            place=place,
            value=tag,
            nearest=_NAMES.get(nearest_match(tag, _NAMES), ""),
            action="Write tags as the benchmarks do: en, de, sw, zh.",
        )
    base = _MEMBER_TO_USUAL.get(language.language, language.language)
    rest = [part for part in (language.script, language.territory) if part]
    return "-".join([base, *rest])


def pair_label(first: str, second: str) -> str:
    """Name of a pair of languages: `de+en`; a language paired with itself is just `de`.

    The first is that of the premise, of the first sentence or of the context; the second that of
    the hypothesis, of the second sentence or of the question.
    """
    return first if first == second else f"{first}+{second}"


def languages_of(label: str) -> tuple[str, str]:
    """The two languages of a label: `de+en` -> (de, en), `de` -> (de, de)."""
    first, _, second = label.partition("+")
    return first, second or first


@lru_cache(maxsize=4096)
def script_of(tag: str) -> str:
    """The usual script of a language as an ISO 15924 code: `ru` -> `Cyrl`."""
    filled = langcodes.Language.get(tag).maximize()
    return filled.script or "Zyyy"


@lru_cache(maxsize=4096)
def is_right_to_left(tag: str) -> bool:
    """Whether text of the language runs from right to left."""
    return script_of(tag) in {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"}
