"""Text of one encoding read as another: schÃ¶n, Ïðèâåò, �, &ouml;."""

from functools import lru_cache
from html.entities import codepoint2name

import numpy as np

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace
from crosswind.noise.stretches import Positions

# (written in, read as): what each language met. Bytes without a character become U+FFFD.
_UTF_8 = (("utf-8", "cp1252"), ("utf-8", "latin-1"))
_LEGACY = {
    "Cyrl": (("cp1251", "cp1252"), ("koi8-r", "cp1251"), ("cp1251", "koi8-r"), ("utf-8", "cp1251")),
    "Grek": (("cp1253", "cp1252"), ("utf-8", "cp1253")),
    "Arab": (("cp1256", "cp1252"), ("utf-8", "cp1256")),
    "Hebr": (("cp1255", "cp1252"), ("utf-8", "cp1255")),
    "Thai": (("cp874", "cp1252"),),
    "Hans": (("gbk", "cp1252"),),
    "Hant": (("big5", "cp1252"),),
    "Jpan": (("shift_jis", "cp1252"), ("euc_jp", "cp1252")),
    "Kore": (("euc_kr", "cp1252"),),
}
# Code pages of languages in Latin script; Vietnamese and Yoruba have none in wide use.
_CODE_PAGES = {
    "cp1250": "pl cs sk hu ro hr sl bs sq",
    "cp1254": "tr az",
    "cp1257": "lt lv et",
    "cp1252": "de es fr it nl pt fi sv da nb af eu ht qu wo ca gl is ga",
}
_DOUBLE, _LOST, _QUESTION, _ENTITY, _NUMBER = "double", "lost", "question", "entity", "number"
_ASCII = {"en", "id", "ms", "jv", "sw", "tl"}
# A share up to this one is a single word.
_ONE_WORD = 0.01


def supports(language: str) -> Support:
    """Languages written with more than ASCII."""
    if language.split("-")[0] in _ASCII:
        return Support(level="conditional", reason="written in ASCII, which all encodings share")
    if _legacy(language):
        return Support(level="full", reason="encodings of the language, UTF-8, entities")
    return Support(level="generic", reason="UTF-8 and entities; no older encoding in wide use")


def _legacy(language: str) -> tuple[tuple[str, str], ...]:
    """The mix-ups of encodings that were in use before UTF-8."""
    base = language.split("-")[0]
    for page, languages in _CODE_PAGES.items():
        if base in languages.split():
            return ((page, "cp437"),) if page == "cp1252" else ((page, "cp1252"), (page, "cp852"))
    return _LEGACY.get(script_of(language), ())


@lru_cache(maxsize=128)
def _ways(language: str) -> tuple[tuple[str, str], ...]:
    """The mix-ups of a language: (written in, read as), or (what is done, "")."""
    rest = tuple((name, "") for name in (_DOUBLE, _LOST, _QUESTION, _ENTITY, _NUMBER))
    return (*_UTF_8, *_legacy(language), *rest)


def _decoded(letter: str, written: str, read: str) -> str:
    try:
        raw = letter.encode(written)
    except UnicodeEncodeError:
        return "?"
    # Controls are not shown, and one of them would end the line.
    shown = raw.decode(read, errors="replace")
    return "".join(one for one in shown if not 0x7F <= ord(one) < 0xA0)


@lru_cache(maxsize=1 << 16)
def _garbled(letter: str, written: str, read: str) -> str:
    """What becomes of a character."""
    if read:
        return _decoded(letter, written, read) or "\ufffd"
    if written == _DOUBLE:
        once = _decoded(letter, "utf-8", "cp1252")
        return "".join(_decoded(one, "utf-8", "cp1252") for one in once)
    if written == _ENTITY and ord(letter) in codepoint2name:
        return f"&{codepoint2name[ord(letter)]};"
    if written in {_ENTITY, _NUMBER}:
        return f"&#{ord(letter)};"
    return "\ufffd" if written == _LOST else "?"


def _run(columns: Columns, script: str, share: float, hurt: Positions) -> tuple[Positions, ...]:
    """First position, and position after the last, of the run of each text.

    A run begins around a character that can be hurt, and grows in both directions so that a longer
    one holds every shorter one.
    """
    low, high = columns.starts, np.append(columns.starts[1:], columns.n)
    bounds = np.searchsorted(hurt, np.append(columns.starts, columns.n))
    first, count = bounds[:-1], np.diff(bounds)
    drawn = columns.example_draws(6).astype(np.int64)
    center = np.where(count > 0, np.append(hurt, 0)[first + (drawn * count >> 32)], low)
    part = round(share * 1000) if share > _ONE_WORD else 0
    begin = center - (center - low) * part // 1000
    # Where words are not apart, two characters stand for one.
    least = 2 if script in UNSPACED else 1
    stop = np.maximum(center - (center - high) * part // 1000, center + least)
    if script in UNSPACED or len(columns.words.start) == 0:
        return begin, np.minimum(stop, high)
    left, right = columns.words.holding(begin), columns.words.holding(stop - 1)
    begin = np.where(left >= 0, columns.words.start[left], begin)
    return begin, np.where(right >= 0, columns.words.end[right], stop)


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Garble a run of each text; the mix-up is drawn for the text."""
    hurt = np.flatnonzero(columns.points > 0x7F)
    if strength <= 0 or len(hurt) == 0:
        return nothing()
    begin, stop = _run(columns, script_of(language), strength, hurt)
    text = columns.text_of(hurt)
    at = hurt[(hurt >= begin[text]) & (hurt < stop[text])]
    ways = _ways(language)
    way = columns.example_draws(5).astype(np.int64) * len(ways) >> 32
    pairs = zip(columns.points[at].tolist(), way[columns.text_of(at)].tolist(), strict=True)
    texts = [_garbled(chr(point), *ways[number]) for point, number in pairs]
    return replace(columns, at, texts, strength=1.0)


_APART = "pair_classification classification multiple_choice retrieval mining answer_retrieval"

PERTURBATION = Perturbation(
    name="mojibake",
    family="channel",
    version=1,
    summary="a run of text read in the wrong encoding",
    mechanism=(
        "In one run of the text, each character beyond ASCII becomes what a program shows that "
        "reads one encoding as another: UTF-8 as cp1252, latin-1 or the code page of the language, "
        "an older encoding as cp1252, UTF-8 twice, U+FFFD or a question mark for what was lost, "
        "HTML entities. The mix-up is drawn for the text. Severity 1 hits one word."
    ),
    unit="share of the text",
    ladder=(0.01, 0.05, 0.15, 0.40, 1.0),
    nested=True,
    evidence="declared",
    source="The ladder and the list of mix-ups are ours; no frequency was measured.",
    keeps=(
        "ASCII, so that languages in Latin script stay readable. In other scripts the run is lost "
        "to a reader, and with it, maybe, the label. Word lists are refused: a byte may show as a "
        "space."
    ),
    example=("de", "Die Nachbarin hört früh am Morgen die Vögel über dem großen Garten."),
    supports=supports,
    propose=propose,
    liberties=("script", "format", "syllables", "graphemes"),
    policy={**dict.fromkeys([*_APART.split(), "entity_retrieval"], "apart"), "tagging": "refused"},
)
