"""TyDiQA-GoldP: questions written in nine languages, on a paragraph (arXiv:2003.05002)."""

from crosswind.data.squad_files import read_by_position
from crosswind.data.task import SourceFile, Task
from crosswind.records.task_card import TaskCard

# Language tag -> name of the language in the file names of the release.
_NAMES = {
    "ar": "arabic", "bn": "bengali", "en": "english", "fi": "finnish", "id": "indonesian",
    "ko": "korean", "ru": "russian", "sw": "swahili", "te": "telugu",
}  # fmt: skip
_FOLDERS = ("tydiqa", "tydiqa_goldp")
CARD = TaskCard(
    name="tydiqa",
    kind="span_qa",
    metric="qa_score",
    n_train=3_696,
    languages=tuple(_NAMES),
    splits=("train", "validation", "test"),
    fields=("question", "context"),
    train_tasks=("tydiqa",),
    evaluation_split="validation",
    licence="Apache-2.0",
    text_origin="written (questions, in every language), found (contexts)",
    citation="Clark et al. 2020, arXiv:2003.05002",
    source="tydiqa-goldp-v1.1-dev.tgz of google-research-datasets/tydiqa for the answers of "
    "validation; the English training part from XTREME's download_data.sh.",
    revision="GoldP 1.1",
    published_setup="XTREME (arXiv:2003.11080): train on the 3,696 English questions, evaluate on "
    "the dev part of each language with English SQuAD's rules, mean of F1 and EM",
    traps=(
        "ids repeat in the benchmark's files: here an id is the position in the file",
        "the release's training file has nine languages: only its English part trains",
        "the benchmark's preparation takes the answers out of the dev files: take the release's",
        "the split 'test' is ours: the training part of a language other than English",
        "nothing here trains on that part: for a look at transfer where dev has no answers",
        "languages are not parallel: questions on equal contexts are one cluster",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The file of a language: as the release names it, or as the benchmark's preparation does."""
    if split == "validation":
        part = "dev"
        names = [
            f"tydiqa-goldp-dev-{_NAMES[language]}.json",
            f"tydiqa.goldp.{language}.dev.json",
        ]
    elif (split == "train") == (language == "en"):
        part = "train"
        names = [f"tydiqa.goldp.{language}.train.json"]
    else:
        return ()
    places = [
        f"{folder}{inner}" for folder in _FOLDERS for inner in (f"/tydiqa-goldp-v1.1-{part}", "")
    ]
    patterns = tuple(f"{place}/{name}" for name in names for place in places)
    return (SourceFile(role="text", patterns=patterns),)


TASK = Task(card=CARD, files=files, read=read_by_position)
