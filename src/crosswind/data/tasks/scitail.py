"""SciTail: does a sentence of the web entail an answer of a science exam? English."""

from crosswind.data.holdout import train_or_dev
from crosswind.data.nli_lines import FIELDS, PairReader
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

_FOLDERS = ("SciTailV1.1/tsv_format", "SciTailV1.1/snli_format", "scitail")


def _names(split: str) -> tuple[str, ...]:
    """TSV in one folder of the release, JSON lines (named .txt) in another, plain lines."""
    return (
        f"{_FOLDERS[0]}/scitail_1.0_{split}.tsv",
        f"{_FOLDERS[1]}/scitail_1.0_{split}.txt",
        f"{_FOLDERS[2]}/scitail_1.0_{split}.tsv",
        f"{_FOLDERS[2]}/scitail_1.0_{split}.txt",
        f"{_FOLDERS[2]}/{split}.jsonl",
    )


CARD = TaskCard(
    name="scitail",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    labels=("entailment", "not_entailment"),
    fields=FIELDS,
    train_tasks=("scitail",),
    evaluation_split="validation",
    licence="published by AI2 without a licence text",
    text_origin="found (web sentences), made from exam questions (hypotheses)",
    citation="Khot et al. 2018, AAAI",
    source="SciTailV1.1.zip, or JSON lines of premise, hypothesis, label.",
    revision="1.1",
    published_setup="none",
    traps=(
        "the release calls the second label neutral: read as not_entailment, as in RTE",
        "without train and dev the test file serves both: 500 of it are validation",
        "one question gives many hypotheses that are alike",
    ),
)
TASK = Task(
    card=CARD,
    files=train_or_dev(_names("train"), (*_names("dev"), *_names("test"))),
    read=PairReader(labels={"entails": "entailment", "neutral": "not_entailment"}),
)
