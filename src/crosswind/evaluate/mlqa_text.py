"""Normalization of answers in the seven languages of MLQA.

Source: facebookresearch/MLQA `mlqa_evaluation_v1.py` @ 24bf470b, whose oddities are kept because
the numbers have to be the official ones: the Arabic article goes everywhere, also inside words (the
expression meant the beginning of a word, but its anchor is misplaced), and Chinese is split into
characters between U+4E00 and U+9FA5 only.

Differs: the set of punctuation is pinned (see `punctuation`).
"""

import re
from collections.abc import Callable

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.evaluate.punctuation import PUNCTUATION

_NO_PUNCTUATION = dict.fromkeys(map(ord, PUNCTUATION))
_IDEOGRAPH = re.compile("([\u4e00-\u9fa5])")


def _words(*articles: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(articles)})\b")


# Language -> what is replaced by a blank; nothing in languages without articles.
_ARTICLES: dict[str, re.Pattern[str] | None] = {
    "ar": re.compile("ال"),
    "de": _words(
        *("ein", "eine", "einen", "einem", "eines", "einer"),
        *("der", "die", "das", "den", "dem", "des"),
    ),
    "en": _words("a", "an", "the"),
    "es": _words("un", "una", "unos", "unas", "el", "la", "los", "las"),
    "hi": None,
    "vi": _words("của", "là", "cái", "chiếc", "những"),
    "zh": None,
}


def normalized_in(language: str) -> Callable[[str], str]:
    """The normalization of one language: lower case, no punctuation, no articles, single blanks.

    Args:
        language: tag of the answer's language; what follows its first part does not matter.

    Raises:
        ConfigError: if the official script does not know the language.
    """
    base = language.partition("-")[0]
    if base not in _ARTICLES:
        raise ConfigError(
            "MLQA has no rule for answers in this language",
            place="language",
            value=language,
            allowed=tuple(_ARTICLES),
            nearest=nearest_match(language, _ARTICLES),
            action="Give the language of the context (`de+en`: German context, English question).",
        )
    articles, is_split = _ARTICLES[base], base == "zh"

    def normalized(text: str) -> str:
        bare = text.lower().translate(_NO_PUNCTUATION)
        if articles is not None:
            bare = articles.sub(" ", bare)
        if is_split:
            bare = _IDEOGRAPH.sub(r" \1 ", bare)
        return " ".join(bare.split())

    return normalized
