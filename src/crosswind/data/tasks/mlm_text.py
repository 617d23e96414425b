"""Text of the user without labels, for masked language modeling beside a stage."""

from crosswind.core.files import read_lines
from crosswind.core.hashing import text_digest
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="mlm_text",
    kind="masked_lm",
    metric="perplexity",
    languages=(),
    splits=(),
    licence="that of the user's files",
    text_origin="text files of the user",
    source="mlm_text/<name>/<language>.txt below the data root: a sentence or document a line.",
    published_setup="none: arXiv:2005.13013 does not say which multilingual text it took",
    traps=(
        "its splits are the names of folders, its languages those of files",
        "the 500 lines with the smallest SHA-256 of their text judge, and do not train",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The file of a language in a folder of the user."""
    return (SourceFile(role="text", patterns=(f"mlm_text/{split}/{language}.txt",)),)


def read(source: Source, language: str, split: str) -> Reading:
    """Lines by their number from 0; equal lines are one cluster, and empty ones are counted."""
    path = source.one("text")
    rows, n_blank = [], 0
    for index, line in enumerate(read_lines(path)):
        if not line.strip():
            n_blank += 1
            continue
        example = Example(
            example_id=str(index),
            parallel_id=text_digest(line)[:16],
            language=language,
            texts={"text": line},
        )
        rows.append(Placed(place=f"{path}:{index + 1}", example=example))
    return Reading(rows=rows, left_out={"blank line": n_blank} if n_blank else {})


TASK = Task(card=CARD, files=files, read=read, is_open=True)
