"""Pairs of languages: the first text of an example in one, the others in another.

Source: the generalised setting of arXiv:2104.08645, sec. 4, where premise and hypothesis (or the
two sentences of a pair) stand in different languages.
"""

from collections import Counter
from dataclasses import replace

from crosswind.core.errors import DataError
from crosswind.data.sources import second_role
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example
from crosswind.records.task_card import second_language_fields

_SECOND = second_role("")


def split_source(source: Source) -> tuple[Source, Source]:
    """The located files of the first and of the second language of a pair."""
    first = {role: paths for role, paths in source.files.items() if not role.startswith(_SECOND)}
    second = {
        role.removeprefix(_SECOND): paths
        for role, paths in source.files.items()
        if role.startswith(_SECOND)
    }
    return Source(files=first), Source(files=second)


def second_texts(kind: str, first: Example, second: Example) -> dict[str, str]:
    """The texts of a pair: the question, or all texts but the first, come from the second."""
    moved = second_language_fields(kind, tuple(first.texts))
    return first.texts | {name: second.texts[name] for name in moved}


def joined_pair(first: Reading, second: Reading, second_language: str, kind: str) -> Reading:
    """Examples with the first text of one reading and the other texts of the other.

    Questions on a context are asked in the second language; the answers stay those of the context.

    Args:
        first: reading of one language.
        second: reading of its translation, whose ids agree.
        second_language: tag of the second.
        kind: task kind.

    Raises:
        DataError: if an example has no translation, or one with another label (PAWS-X labels
            differ between languages in some pairs: those are left out and counted).
    """
    others = {row.example.example_id: row for row in second.rows}
    rows: list[Placed] = []
    n_other_label = 0
    for row in first.rows:
        partner = others.get(row.example.example_id)
        if partner is None:
            raise DataError(
                "the example has no translation in the other language",
                place=row.place,
                value=row.example.example_id,
                allowed=f"the ids of {second.rows[0].place}" if second.rows else "",
                action="Take both files from one release.",
            )
        if partner.example.label != row.example.label:
            n_other_label += 1
            continue
        texts = second_texts(kind, row.example, partner.example)
        example = replace(row.example, texts=texts, second_language=second_language)
        rows.append(Placed(place=row.place, example=example))
    left_out = dict(first.left_out)
    if n_other_label:
        left_out["labels differ between the two languages"] = n_other_label
    repaired = Counter(first.repaired) + Counter(second.repaired)
    return Reading(rows=rows, left_out=left_out, repaired=repaired)
