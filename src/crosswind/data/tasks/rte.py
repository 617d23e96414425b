"""RTE: does one sentence follow from another? English, as GLUE joins four challenges."""

from crosswind.data.holdout import train_or_dev
from crosswind.data.nli_lines import FIELDS, PairReader
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="rte",
    kind="pair_classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation"),
    labels=("entailment", "not_entailment"),
    fields=FIELDS,
    train_tasks=("rte",),
    evaluation_split="validation",
    licence="PASCAL challenge data without a licence text, as in GLUE",
    text_origin="found (news, Wikipedia), written (hypotheses)",
    citation="Dagan et al. 2005 and later RTE challenges; GLUE, arXiv:1804.07461",
    source="GLUE's RTE.zip: RTE/train.tsv and RTE/dev.tsv.",
    revision="GLUE",
    published_setup="GLUE: accuracy, 2,490 training pairs and 277 of dev",
    traps=("test labels are not published: dev is what is scored",),
)
TASK = Task(
    card=CARD,
    files=train_or_dev(("RTE/train.tsv", "rte/train.tsv"), ("RTE/dev.tsv", "rte/dev.tsv")),
    read=PairReader(labels={}),
)
