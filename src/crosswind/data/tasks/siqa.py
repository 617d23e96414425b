"""Social IQa: English questions on everyday situations, with three answers (arXiv:1904.09728)."""

from crosswind.core.errors import DataError
from crosswind.core.files import read_lines
from crosswind.core.hashing import text_digest
from crosswind.data.holdout import part_of, train_or_dev
from crosswind.data.json_values import value_of
from crosswind.data.layouts import read_objects
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

_TRAIN = ("siqa/socialIQa_v1.4_trn.jsonl", "siqa/train.jsonl")
_DEV = ("siqa/socialIQa_v1.4_dev.jsonl", "siqa/dev.jsonl")
_LETTERS = {"A": "0", "B": "1", "C": "2"}
_NUMBERS = {"1": "0", "2": "1", "3": "2"}
CARD = TaskCard(
    name="siqa",
    kind="multiple_choice",
    metric="accuracy",
    n_train=33_410,
    languages=("en",),
    splits=("train", "validation"),
    labels=("0", "1", "2"),
    fields=("context", "question", "answerA", "answerB", "answerC"),
    train_tasks=("siqa",),
    evaluation_split="validation",
    licence="CC-BY-4.0",
    text_origin="written by crowd workers from templates of ATOMIC",
    citation="Sap et al. 2019, arXiv:1904.09728",
    source="socialIQa_v1.4.tgz, or train.jsonl and dev.jsonl with their -labels.lst files.",
    revision="1.4",
    published_setup="XTREME-R (arXiv:2104.07412): first stage in front of XCOPA, 33,410 examples",
    traps=(
        "without train: the 500 of dev with the smallest SHA-256 of their id are validation",
        "19 of the 1,954 lines of dev repeat another; left as they are",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The train file, or else that of dev for both splits; labels may stand beside the text."""
    labels = tuple(
        SourceFile(
            role=f"{name} labels",
            patterns=(f"siqa/{name}-labels.lst",),
            is_optional=True,
            has_text=False,
        )
        for name in ("train", "dev")
    )
    return (*train_or_dev(_TRAIN, _DEV)(language, split), *labels)


def read(source: Source, language: str, split: str) -> Reading:
    """Rows by line number from 0, with the name of their part; one context is one cluster."""
    path = source.one("text")
    part = "dev" if path.name in {name.rpartition("/")[2] for name in _DEV} else "train"
    rows = []
    lines = list(read_objects(path))
    for index, ((place, item), label) in enumerate(
        zip(lines, _labels(source, part, lines), strict=True)
    ):
        texts = {name: value_of(item, name, str, place, layout="SIQA") for name in CARD.fields}
        example = Example(
            example_id=f"{part}-{index}",
            parallel_id=text_digest(texts["context"])[:16],
            language=language,
            texts=texts,
            label=label,
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=part_of(source, rows, split))


def _labels(source: Source, part: str, lines: list[tuple[str, dict[str, object]]]) -> list[str]:
    """By the letter `correct` of each line, or by the numbers in the file beside the text."""
    beside = source.files.get(f"{part} labels", ())
    if not beside or any("correct" in item for _, item in lines):
        return [
            _label(value_of(item, "correct", str, place, layout="SIQA"), _LETTERS, place)
            for place, item in lines
        ]
    numbers = read_lines(beside[0])
    if len(numbers) != len(lines):
        raise DataError(
            f"{len(numbers)} labels for {len(lines)} questions",
            place=f"{beside[0]}:{len(numbers)}",
            allowed=f"one label for each line of {source.one('text')}",
            action="Download both files again.",
        )
    return [
        _label(number, _NUMBERS, f"{beside[0]}:{line}")
        for line, number in enumerate(numbers, start=1)
    ]


def _label(written: str, known: dict[str, str], place: str) -> str:
    if written not in known:
        raise DataError(
            "unknown label",
            place=place,
            value=written,
            allowed=tuple(known),
            action="Repair the line or download the file again.",
        )
    return known[written]


TASK = Task(card=CARD, files=files, read=read)
