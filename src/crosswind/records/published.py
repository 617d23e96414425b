"""Published scores of other systems, for display beside ours: facts with a source and a certainty.

Only figures that were read in a source stand here. What the field remembers without a source at
hand (human performance, averages of XTREME-R) does not.
"""

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["first_hand", "second_hand", "derived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedScore:
    """One figure.

    Attributes:
        system: as published; zero-shot from English training text unless it says otherwise.
        benchmark: name of the benchmark.
        task: a task, a group of tasks, or "overall".
        metric: "score" for what enters the benchmark, else a name of `records.metric`.
        value: in percent, as printed there (a mean over languages, unless `language` is given).
        language: of a single cell; empty for a mean.
        source: where it was read.
        certainty: "first_hand": the system's own publication or code; "second_hand": quoted by
            another one; "derived": computed from such figures, as the source says.
    """

    system: str
    benchmark: str
    task: str
    metric: str
    value: float
    source: str
    certainty: Certainty
    language: str = ""


_MT5 = "google-research/multilingual-t5, README"
_REMBERT = "arXiv:2010.12821, tables 1 and 7"
_VECO = "notes that quote the XTREME table of VECO"
_STILTS = "68.1 + 5.4: the gain that the abstract of arXiv:2005.13013 v2 gives"
_ISSUE = "google-research/xtreme, issue 56: one model under both metrics"
_JIANT = "jiant-dev/jiant-dev, pull request 128: hidden state 14, mean pooling, untuned"

# mT5's table of zero-shot scores; the question answering tasks are given in F1.
_MT5_TASKS = ("xnli", "pawsx", "panx", "xquad", "mlqa", "tydiqa")
_MT5_METRICS = ("accuracy", "accuracy", "entity_f1", "f1", "f1", "f1")
_MT5_ROWS: dict[str, tuple[float, ...]] = {
    "mBERT": (65.4, 81.9, 62.2, 64.5, 61.4, 59.7),
    "XLM": (69.1, 80.9, 61.2, 59.8, 48.5, 43.6),
    "XLM-R Large": (79.2, 86.4, 65.4, 76.6, 71.6, 65.1),
    "X-STILTs": (80.4, 87.7, 64.7, 77.2, 72.3, 76.0),
    "VECO": (79.9, 88.7, 65.7, 77.3, 71.7, 67.6),
    "RemBERT": (80.8, 87.5, 70.1, 79.6, 73.1, 77.0),
    "mT5 Small": (67.5, 82.4, 50.5, 58.1, 54.6, 36.4),
    "mT5 Base": (75.4, 86.4, 55.7, 67.0, 64.6, 59.1),
    "mT5 Large": (81.1, 88.9, 58.5, 77.8, 71.2, 68.4),
    "mT5 XL": (82.9, 89.6, 65.5, 79.5, 73.5, 77.8),
    "mT5 XXL": (85.0, 90.0, 69.2, 82.5, 76.0, 82.0),
}
# Group scores of the leaderboard: sentence pairs, structured prediction, question answering.
_GROUPS = ("classification", "tagging", "qa")
_GROUP_ROWS: dict[str, tuple[float, ...]] = {
    "X-STILTs": (83.9, 69.4, 67.2),
    "FILTER": (87.5, 71.9, 68.5),
    "VECO": (87.0, 70.4, 68.0),
    "XLM-R Large": (82.8, 69.0, 62.3),
    "RemBERT": (84.2, 73.3, 68.6),
}
# What mT5's table lacks for XLM-R Large: (task, metric, value). UDPOS rose to 73.8 in a later
# version of the paper.
_XLMR_ROWS = (
    ("udpos", "udpos_f1_seqeval_0_0_12", 72.6),
    ("xquad", "exact_match", 60.8),
    ("mlqa", "exact_match", 53.2),
    ("tydiqa", "exact_match", 45.0),
    ("bucc2018", "mining_f1", 66.0),
    ("tatoeba", "accuracy", 57.3),
    ("overall", "score", 68.1),
)
_ISSUE_ROWS: tuple[tuple[str, float, str, Certainty, str], ...] = (
    ("udpos_f1_seqeval_0_0_12", 74.2, _ISSUE, "first_hand", ""),
    ("token_accuracy", 78.23, _ISSUE, "first_hand", ""),
    ("udpos_f1_seqeval_0_0_12", 96.15, _ISSUE, "first_hand", "en"),
    ("token_accuracy", 96.7, _ISSUE, "first_hand", "en"),
)
_JIANT_BUCC = {"de": 77.7, "fr": 62.7, "ru": 79.2, "zh": 66.5}
_JIANT_TATOEBA = (
    "af 30.5 ar 20.4 bg 39.0 bn 13.3 de 63.9 el 18.9 es 48.0 et 25.8 eu 19.9 fa 42.0 fi 41.5"
    " fr 48.1 he 28.0 hi 38.3 hu 42.5 id 47.0 it 42.3 ja 41.8 jv 10.2 ka 11.8 kk 17.4 ko 35.5"
    " ml 19.4 mr 15.2 nl 52.6 pt 47.2 ru 42.1 sw 7.9 ta 9.1 te 19.7 th 27.4 tl 10.3 tr 37.8"
    " ur 22.5 vi 38.3 zh 41.2"
)


def _fact(
    system: str,
    task: str,
    metric: str,
    value: float,
    source: str,
    certainty: Certainty,
    language: str = "",
) -> PublishedScore:
    return PublishedScore(
        system=system,
        benchmark="xtreme",
        task=task,
        metric=metric,
        value=value,
        source=source,
        certainty=certainty,
        language=language,
    )


def _hand(*, own: bool) -> Certainty:
    return "first_hand" if own else "second_hand"


def _of_mt5() -> list[PublishedScore]:
    return [
        _fact(system, task, metric, value, _MT5, _hand(own=system.startswith("mT5")))
        for system, row in _MT5_ROWS.items()
        for task, metric, value in zip(_MT5_TASKS, _MT5_METRICS, row, strict=True)
    ]


def _of_groups() -> list[PublishedScore]:
    return [
        _fact(system, group, "score", value, _REMBERT, _hand(own=system == "RemBERT"))
        for system, row in _GROUP_ROWS.items()
        for group, value in zip(_GROUPS, row, strict=True)
    ]


def _of_jiant() -> list[PublishedScore]:
    words = _JIANT_TATOEBA.split()
    tatoeba = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    return [
        _fact("XLM-R Large (jiant)", task, metric, value, _JIANT, "first_hand", language)
        for task, metric, row in (
            ("bucc2018", "mining_f1", _JIANT_BUCC),
            ("tatoeba", "accuracy", tatoeba),
        )
        for language, value in row.items()
    ]


PUBLISHED: tuple[PublishedScore, ...] = (
    *_of_mt5(),
    *_of_groups(),
    *(_fact("XLM-R Large", *row, _VECO, "second_hand") for row in _XLMR_ROWS),
    *(_fact("XLM-R Large (issue 56)", "udpos", *row) for row in _ISSUE_ROWS),
    _fact("X-STILTs", "overall", "score", 73.5, _STILTS, "derived"),
    *_of_jiant(),
)


def published_scores(benchmark: str, task: str = "") -> tuple[PublishedScore, ...]:
    """Figures of a benchmark, or of one of its tasks or groups, in the order of this module."""
    return tuple(
        item for item in PUBLISHED if item.benchmark == benchmark and task in ("", item.task)
    )
