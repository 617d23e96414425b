"""Tatoeba: find the English translation of a sentence (arXiv:1812.10464), benchmark files."""

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.data.layouts import read_parallel
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

# Language tag -> code in the names of the official files. The 36 of XTREME first.
_XTREME = {
    "af": "afr", "ar": "ara", "bg": "bul", "bn": "ben", "de": "deu", "el": "ell", "es": "spa",
    "et": "est", "eu": "eus", "fa": "pes", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin",
    "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "jv": "jav", "ka": "kat", "kk": "kaz",
    "ko": "kor", "ml": "mal", "mr": "mar", "nl": "nld", "pt": "por", "ru": "rus", "sw": "swh",
    "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur", "ur": "urd", "vi": "vie",
    "zh": "cmn",
}  # fmt: skip
_OTHERS = {
    "am": "amh", "ang": "ang", "arq": "arq", "arz": "arz", "ast": "ast", "awa": "awa",
    "az": "aze", "be": "bel", "ber": "ber", "bs": "bos", "br": "bre", "ca": "cat", "cbk": "cbk",
    "ceb": "ceb", "ch": "cha", "cs": "ces", "csb": "csb", "cy": "cym", "da": "dan",
    "dsb": "dsb", "dtp": "dtp", "eo": "epo", "fo": "fao", "fy": "fry", "ga": "gle", "gd": "gla",
    "gl": "glg", "gsw": "gsw", "hr": "hrv", "hsb": "hsb", "hy": "hye", "ia": "ina", "ie": "ile",
    "io": "ido", "is": "isl", "kab": "kab", "km": "khm", "ku": "kur", "kw": "cor", "kzj": "kzj",
    "la": "lat", "lfn": "lfn", "lt": "lit", "lv": "lvs", "max": "max", "mhr": "mhr",
    "mk": "mkd", "mn": "mon", "ms": "zsm", "nb": "nob", "nds": "nds", "nn": "nno", "nov": "nov",
    "oc": "oci", "orv": "orv", "pam": "pam", "pl": "pol", "pms": "pms", "ro": "ron",
    "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "swg": "swg", "tk": "tuk",
    "tt": "tat", "tzl": "tzl", "ug": "uig", "uk": "ukr", "uz": "uzb", "war": "war",
    "wuu": "wuu", "xh": "xho", "yi": "yid", "yue": "yue",
}  # fmt: skip

# Lines that are not in sorted order by chance.
_ENOUGH_LINES = 20
CARD = TaskCard(
    name="tatoeba",
    kind="retrieval",
    metric="accuracy",
    languages=tuple(_XTREME),
    splits=("test",),
    fields=("source", "target"),
    licence="CC-BY-2.0-FR",
    text_origin="written and human-translated by volunteers",
    citation="Artetxe and Schwenk 2019, arXiv:1812.10464",
    source="https://github.com/facebookresearch/LASER, data/tatoeba/v1.",
    revision="74bc6ae7ffb7",
    published_setup="XTREME (arXiv:2003.11080): nearest neighbor by cosine, no training",
    traps=(
        "languages are not parallel with each other: only with English",
        "some translations are wrong or doubled; left as they are",
        "the benchmark's preparation sorts the English side to hide the gold: refused",
        "XTREME-R adds az, lt, pl, ro and uk; with all 112 pairs of the release, loaded when named",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The two sides of a pair; the second name is that of XTREME's preparation."""
    del split
    code = {**_XTREME, **_OTHERS}[language]
    return tuple(
        SourceFile(
            role=role,
            patterns=(f"tatoeba/tatoeba.{code}-eng.{suffix}", f"tatoeba/{language}-en.{short}"),
        )
        for role, suffix, short in (("target", code, language), ("source", "eng", "en"))
    )


def read(source: Source, language: str, split: str) -> Reading:
    """Pairs by line number from 0; pairs of one English sentence share a cluster.

    Raises:
        DataError: if the English side was sorted: the benchmark's preparation does so to hide the
            gold, and lines of the two sides then do not belong together.
    """
    del split
    pairs = list(read_parallel(source.one("target"), source.one("source")))
    sentences = [english.strip() for _, _, english in pairs]
    if len(sentences) >= _ENOUGH_LINES and sentences == sorted(sentences):
        raise DataError(
            "the English lines are in sorted order: they are no longer beside their translations",
            place=f"{source.one('source')}:1",
            value=sentences[0],
            allowed="English lines in the order of the other side",
            action=f"Take the files of the release: {CARD.source}",
        )
    return Reading(
        rows=tuple(
            Placed(
                place=place,
                example=Example(
                    example_id=str(index),
                    parallel_id=text_digest(english)[:16],
                    language=language,
                    texts={"source": english, "target": other},
                ),
            )
            for index, (place, other, english) in enumerate(pairs)
        )
    )


TASK = Task(card=CARD, files=files, read=read, more_languages=tuple(_OTHERS))
