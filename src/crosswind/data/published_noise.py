"""Published noisy text beside its clean rows: two splits of one task with equal ids."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from crosswind.core.errors import DataError
from crosswind.data.partners import Row, find_partners
from crosswind.data.task import Placed, Reading
from crosswind.records.example import Example

# The split of the clean rows; that of the noisy ones is "test".
CLEAN = "clean"
# Name of the condition under which the noisy rows stand.
REAL_TYPOS = "real_typos"
NO_PARTNER = "no clean row that is surely theirs"

# What a noisy row and its clean row have in common.
Key = Callable[[Example], Hashable]


def rows_of_split(
    noisy: Sequence[Placed], clean: Sequence[Placed], split: str, key: Key
) -> Reading:
    """The noisy rows, or the clean ones they were made from, under the ids of the clean rows.

    Noisy rows without a sure partner (`partners.find_partners`) are left out of both splits and
    counted. Both stand in the order of the clean file. Where a clean row has no tags, it gets those
    of its noisy copy, which has as many words.

    Args:
        noisy: rows with any ids.
        clean: the rows among which the clean forms are.
        split: "test" for the noisy rows, "clean" for the others.
        key: equal for a row and its partner.

    Raises:
        DataError: if no row has a partner: the files do not belong together.
    """
    partners = find_partners(
        [_compared(row.example, key) for row in noisy],
        [_compared(row.example, key) for row in clean],
    )
    pairs = sorted((index, number) for number, index in enumerate(partners) if index is not None)
    if noisy and not pairs:
        raise DataError(
            "no noisy row is like a clean row",
            place=noisy[0].place,
            value=" ".join(_compared(noisy[0].example, key).texts)[:120],
            allowed=f"noisy copies of rows of {clean[0].place if clean else 'an empty file'}",
            action="Take the clean file that the noisy one was made from.",
        )
    rows = [
        _clean_row(clean[index], noisy[number])
        if split == CLEAN
        else _renamed(noisy[number], clean[index].example)
        for index, number in pairs
    ]
    n_alone = len(noisy) - len(pairs)
    return Reading(rows=rows, left_out={NO_PARTNER: n_alone} if n_alone else {})


def _compared(example: Example, key: Key) -> Row:
    texts = (" ".join(example.words),) if example.words else tuple(example.texts.values())
    return Row(key=key(example), texts=texts)


def _renamed(row: Placed, clean: Example) -> Placed:
    example = replace(row.example, example_id=clean.example_id, parallel_id=clean.parallel_id)
    return replace(row, example=example)


def _clean_row(row: Placed, noisy: Placed) -> Placed:
    example = row.example
    return replace(row, example=replace(example, tags=example.tags or noisy.example.tags))
