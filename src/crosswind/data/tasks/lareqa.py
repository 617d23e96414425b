"""LAReQA: find the sentences, in any language, that answer a question (arXiv:2004.05484)."""

from crosswind.data.answer_files import read_asked, read_sentences
from crosswind.data.task import Candidates, SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="lareqa",
    kind="answer_retrieval",
    metric="map_at_20",
    languages=("ar", "de", "el", "en", "es", "hi", "ru", "th", "tr", "vi", "zh"),
    splits=("test",),
    fields=("question",),
    train_tasks=("squad",),
    release="squad",
    selection_overlap=("squad", "squad_v2"),
    licence="CC-BY-SA-4.0",
    text_origin="found (English), human-translated (the rest)",
    citation="Roy et al. 2020, arXiv:2004.05484",
    source="https://github.com/google-research-datasets/lareqa, folder xquad-r.",
    revision="9bc8c7fb6dd8",
    published_setup="XTREME-R (arXiv:2104.07412): dual encoder trained on English SQuAD v1.1, one "
    "pool of the sentences of eleven languages, mAP cut at 20",
    traps=(
        "one pool over all evaluated languages: scores of different pools cannot be compared",
        "the official scorer gives no value by language, and none for the benchmark's mean",
        "an answer that runs over the end of a sentence belongs to the sentence it starts in",
        "its paragraphs are those of XQuAD, from SQuAD v1.1 dev, with the same question ids",
    ),
)
_FILES = files_by_split(
    {
        "test": (
            SourceFile(
                role="text",
                patterns=("xquad-r/{language}.json", "lareqa/xquad-r/{language}.json"),
            ),
        )
    }
)
TASK = Task(
    card=CARD,
    files=_FILES,
    read=read_asked,
    candidates=Candidates(
        files=_FILES, read=read_sentences, fields=("sentence", "context"), is_shared=True
    ),
)
