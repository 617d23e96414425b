"""ANLI+: ANLI's three rounds, MultiNLI and SNLI as one task of English inference."""

from collections import Counter

from crosswind.data.nli_lines import FIELDS, LABELS, PairReader
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.data.tasks import mnli, snli
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="anli_plus",
    kind="pair_classification",
    metric="accuracy",
    n_train=1_104_934,
    languages=("en",),
    splits=("train", "validation"),
    labels=LABELS,
    fields=FIELDS,
    train_tasks=("anli_plus",),
    evaluation_split="validation",
    licence="CC-BY-NC-4.0 (ANLI); OANC and per-source (MultiNLI); CC-BY-SA-4.0 (SNLI)",
    text_origin="found (premises), written against a model (ANLI's hypotheses), written (the rest)",
    citation="Nie et al. 2020, arXiv:1910.14599; Phang et al. 2020, arXiv:2005.13013",
    source="anli_v1.0.zip beside the files of the tasks mnli and snli.",
    revision="ANLI 1.0",
    published_setup="arXiv:2005.13013: 1,104,934 pairs (162,865 of ANLI), 22,857 of dev (3,200)",
    traps=(
        "all five files of a split must be there: it is never trained on some of them unnoticed",
        "rows carry their part in the id: r1, r2, r3, mnli, snli",
        "pairs without a gold label (-) are left out and counted",
    ),
)
_ROUNDS = ("r1", "r2", "r3")
_READ = PairReader()


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The five files of a split, by the name of their part."""
    del language
    is_train = split == "train"
    name = "train" if is_train else "dev"
    rounds = (
        SourceFile(
            role=part,
            patterns=tuple(f"{top}/{part.upper()}/{name}.jsonl" for top in ("anli_v1.0", "anli")),
        )
        for part in _ROUNDS
    )
    return (
        *rounds,
        SourceFile(
            role="mnli", patterns=mnli.TRAIN if is_train else mnli.DEV, get_it=mnli.CARD.source
        ),
        SourceFile(
            role="snli", patterns=snli.TRAIN if is_train else snli.DEV, get_it=snli.CARD.source
        ),
    )


def read(source: Source, language: str, split: str) -> Reading:
    """The rows of each part, one part after another; one premise is one cluster over all parts."""
    del split
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    for part in (*_ROUNDS, "mnli", "snli"):
        found = _READ.read(source.one(part), language, part=f"{part}-")
        rows += found.rows
        left_out.update(found.left_out)
    return Reading(rows=rows, left_out=left_out)


TASK = Task(card=CARD, files=files, read=read)
