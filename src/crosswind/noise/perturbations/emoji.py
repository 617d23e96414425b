"""Emoji, emoticons, a mention, a tag or a link added to a text, as in messages."""

from functools import lru_cache

import numpy as np

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, insert_after, joined, nothing
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import DIGIT, SPACE, is_word_kind

# Friendly or neutral, so that they neither deny nor mock what is said.
_EMOJI = (
    *(
        "😀",
        "😊",
        "🙂",
        "😉",
        "😅",
        "😎",
        "🤗",
        "😄",
        "👍",
        "👍🏽",
        "🙏",
        "🙌",
        "👏",
        "✨",
        "🌟",
        "🎉",
    ),
    *("💪", "💙", "🔥", "💛", "🌈", "🌸"),
)
_EMOTICONS = (":)", ":-)", ";)", ":D", "^^", "=)")
_OWN_EMOTICONS = {
    "ko": ("ㅎㅎ", "ㅋㅋ", "^^", "ㅎ"), "ja": ("(^^)", "(笑)", "♪", "^_^"),
    "zh": ("^_^", "~", "哈哈"),
    "th": ("555", "^^", ":)"), "ru": (")", "))", ":)", ")))"), "uk": (")", "))", ":)"),
}  # fmt: skip
# At the end of a text only.
_LINKS = ("@anna_k", "@user", "#today", "#news", "https://example.org/a1", "www.example.com")
# Of ten tokens at the end four are emoji and three emoticons, and three one of those above.
_SHARES = (4, 3, 3)


def supports(language: str) -> Support:
    """Every language: emoji belong to none."""
    own = language.split("-")[0] in _OWN_EMOTICONS
    return Support(
        level="full" if own else "generic",
        reason="emoticons of its own" if own else "emoji and the emoticons that all scripts share",
    )


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """The first token ends the text; others follow words that are drawn for the whole ladder."""
    inner, last = _pools(language)
    low, high = columns.starts, np.append(columns.starts[1:], columns.n)
    texts = np.flatnonzero(high > low)
    ends = _word_ends(columns, language)
    parts = [nothing()]
    for number in range(round(strength)):
        at = high[texts] - 1 if number == 0 else _some_of(columns, ends, texts, number)
        pool = last if number == 0 else inner
        row = columns.picks(at, len(pool.offset), 10 + number)
        # Ranks instead of draws: where two meet at one word, the one of the lower severity stays.
        rank = np.full(len(at), number, dtype=np.uint32)
        parts.append(insert_after(columns, at, pool.rows(row), strength=1.0, draws=rank))
    return joined(*parts)


@lru_cache(maxsize=64)
def _pools(language: str) -> tuple[StringPool, StringPool]:
    """What follows words, and what ends texts: each kind as often as its share says."""
    own = _OWN_EMOTICONS.get(language.split("-")[0], _EMOTICONS)
    space = "" if script_of(language) in UNSPACED else " "
    kinds = (_EMOJI, own, _LINKS)
    common = len(_EMOJI) * len(own) * len(_LINKS)
    ends = [
        one
        for kind, share in zip(kinds, _SHARES, strict=True)
        for one in kind * (common // len(kind) * share)
    ]
    inner = StringPool.of(space + one for one in (*_EMOJI, *own))
    return inner, StringPool.of(" " + one for one in ends)


def _word_ends(columns: Columns, language: str) -> Positions:
    """The last letters of words that nothing is written together with: not of "b4", nor "well-"."""
    ends = columns.words.end
    behind, beyond = columns.kind_at(ends, ends - 1), columns.kind_at(ends + 1, ends - 1)
    alone = behind != DIGIT
    if script_of(language) not in UNSPACED:
        alone &= (behind == SPACE) | ~(is_word_kind(beyond) | (beyond == DIGIT))
    kept: Positions = ends[alone] - 1
    return kept


def _some_of(columns: Columns, ends: Positions, texts: Positions, number: int) -> Positions:
    """One of some places in each text that has any."""
    bounds = np.searchsorted(ends, np.append(columns.starts, columns.n))
    first, count = bounds[texts], np.diff(bounds)[texts]
    some = np.flatnonzero(count)
    drawn = columns.example_draws(20 + number)[texts[some]].astype(np.int64)
    return ends[first[some] + (drawn * count[some] >> 32)]


PERTURBATION = Perturbation(
    name="emoji",
    family="chat",
    version=2,
    summary="emoji, emoticons, a mention, a tag or a link added",
    mechanism=(
        "The first token ends the text: an emoji (40%), an emoticon (30%), or a mention, a tag or "
        "a link (30%). More severe noise puts emoji and emoticons after words of the text, but not "
        "where something is written together with them, as in b4 or well-known. All are friendly "
        "or neutral. Korean, Japanese, Chinese, Thai, Russian and Ukrainian have emoticons of "
        "their own."
    ),
    unit="tokens an example",
    ladder=(1, 1, 2, 3, 5),
    nested=True,
    evidence="declared",
    source="The ladder and all shares are ours; no rate was measured.",
    keeps=(
        "The label and every letter of the text; nothing is put into a word, nor at the border of "
        "an answer. Word lists are left alone: an added token would have no tag."
    ),
    example=("en", "See you at the harbor tomorrow, the boat leaves at nine."),
    supports=supports,
    propose=propose,
    liberties=("script",),
    operations=("insert",),
    policy={"tagging": "refused"},
)
