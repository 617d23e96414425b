"""BUCC 2018: find the sentences that are translations of one another in two texts."""

from collections.abc import Sequence

from crosswind.data.mining_files import read_english, read_mined
from crosswind.data.task import Candidates, SourceFile, Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="bucc2018",
    kind="mining",
    metric="mining_f1",
    languages=("de", "fr", "ru", "zh"),
    splits=("validation", "test"),
    licence="none stated; from Wikipedia and news commentary",
    text_origin="found, with pairs of found translations put in",
    citation="Zweigenbaum et al. 2018, BUCC at LREC",
    source="XTREME's download_data.sh (google-research/xtreme), folder bucc2018; gold of test "
    "from the shared task's own archives (training-gold).",
    revision="2018",
    published_setup="XTREME (arXiv:2003.11080): margin ratio over 4 neighbors, threshold from the "
    "dev part, no training",
    traps=(
        "the threshold is tuned on labelled dev text: the one exception to zero-shot selection",
        "the benchmark's test is the shared task's training part, its dev the sample part",
        "the benchmark's preparation deletes the gold of test: take the file *.training.gold",
        "repeated sentences (9 Chinese, 14 English in zh dev) keep their ids here",
        "the official script mines distinct texts and never extracts one that occurs twice",
        "languages are not parallel with each other",
    ),
)
# The benchmark's names, then those of the shared task's archives.
_PARTS = {"validation": ("dev", "sample"), "test": ("test", "training")}


def _file(role: str, language: str, split: str, suffix: str) -> SourceFile:
    names = [f"{language}-en.{part}.{suffix}" for part in _PARTS[split]]
    folders: Sequence[str] = ("bucc2018", f"bucc2018/{language}-en")
    patterns = tuple(f"{folder}/{name}" for folder in folders for name in names)
    return SourceFile(role=role, patterns=patterns)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The sentences of the other language, and the pairs; nothing trains."""
    if split not in _PARTS:
        return ()
    return (
        _file("text", language, split, language),
        _file("gold", language, split, "gold"),
    )


def english_files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The English sentences."""
    return (_file("english", language, split, "en"),)


TASK = Task(
    card=CARD,
    files=files,
    read=read_mined,
    candidates=Candidates(
        files=english_files, read=read_english, fields=("text",), is_shared=False
    ),
)
