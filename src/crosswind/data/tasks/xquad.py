"""XQuAD: SQuAD questions translated into ten languages (arXiv:1910.11856)."""

from crosswind.data.squad_files import read_shared_paragraphs
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="xquad",
    kind="span_qa",
    metric="qa_score",
    languages=("ar", "de", "el", "en", "es", "hi", "ru", "th", "tr", "vi", "zh"),
    splits=("test",),
    fields=("question", "context"),
    train_tasks=("squad",),
    release="squad",
    selection_overlap=("squad", "squad_v2"),
    licence="CC-BY-SA-4.0",
    text_origin="found (English), human-translated (the rest)",
    citation="Artetxe et al. 2020, arXiv:1910.11856",
    source="https://github.com/google-deepmind/xquad, files xquad.XX.json.",
    revision="7d30520c7175",
    published_setup="XTREME (arXiv:2003.11080): train on English SQuAD v1.1, mean of F1 and EM",
    traps=(
        "Romanian belongs to the 12 languages of XTREME-R: loaded when named",
        "its paragraphs are from SQuAD v1.1 dev, with the same question ids",
        "some contexts start with a byte order mark or hold carriage returns: offsets count them",
    ),
)
TASK = Task(
    card=CARD,
    files=files_by_split(
        {"test": (SourceFile(role="text", patterns=("xquad/xquad.{language}.json",)),)}
    ),
    read=read_shared_paragraphs,
    more_languages=("ro",),
)
