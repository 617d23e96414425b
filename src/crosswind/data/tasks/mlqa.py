"""MLQA: questions in one language on contexts in the same or another (arXiv:1910.07475)."""

from crosswind.core.languages import languages_of
from crosswind.data.squad_files import read_paragraph_pairs
from crosswind.data.task import SourceFile, Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="mlqa",
    kind="span_qa",
    metric="qa_score",
    languages=("ar", "de", "en", "es", "hi", "vi", "zh"),
    splits=("validation", "test"),
    fields=("question", "context"),
    train_tasks=("squad",),
    pairings=("same_language", "generalised"),
    licence="CC-BY-SA-3.0",
    text_origin="found (contexts, in every language), human-translated from English (questions)",
    citation="Lewis et al. 2020, arXiv:1910.07475",
    source="MLQA_V1.zip of facebookresearch/MLQA, folders dev and test.",
    revision="1.0",
    published_setup="XTREME (arXiv:2003.11080): train on English SQuAD v1.1, mean of F1 and EM, "
    "context and question in one language",
    traps=(
        "a pair `de+en` has a German context and an English question; answers are German",
        "languages are parallel by question id in parts: English has all, the others some",
        "questions of one article of the English file are one cluster, else each is its own",
        "the benchmark's preparation takes the answers out of the test files",
    ),
)
_NAMES = {"validation": "dev", "test": "test"}


def _file(role: str, languages: tuple[str, str], split: str) -> SourceFile:
    folder = _NAMES[split]
    name = f"{folder}/{folder}-context-{languages[0]}-question-{languages[1]}.json"
    return SourceFile(
        role=role,
        patterns=(f"mlqa/{name}", f"mlqa/MLQA_V1/{name}"),
        is_optional=role == "english",
    )


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The file of a language or of a pair context + question, and the English one for clusters."""
    if split not in _NAMES:
        return ()
    return _file("text", languages_of(language), split), _file("english", ("en", "en"), split)


TASK = Task(card=CARD, files=files, read=read_paragraph_pairs, has_pair_files=True)
