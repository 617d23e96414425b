"""The pool that examples are searched in: its languages, and the gold that must be in it."""

from collections.abc import Iterable, Sequence

from crosswind.core.errors import DataError, nearest_match
from crosswind.data.task import Placed, Source, Task, reader_of


def pool_languages(task: Task, language: str, evaluated: Sequence[str] = ()) -> tuple[str, ...]:
    """Languages whose candidates the examples of `language` are searched in, in order.

    Each names one set of candidates to be loaded. Empty for a task without candidates.

    Args:
        task: from the catalogue.
        language: language of the examples.
        evaluated: the languages whose candidates share one pool; empty: the examples' own.
    """
    if task.candidates is None:
        return ()
    if task.candidates.language:
        return (task.candidates.language,)
    return tuple(evaluated) if task.candidates.is_shared and evaluated else (language,)


def check_gold_is_in_pool(rows: Sequence[Placed], task: Task, source: Source, split: str) -> None:
    """Refuse gold that names no candidate, and an id that two candidates of a pool share.

    Args:
        rows: examples of one language and split.
        task: theirs.
        source: their files, with those of the pool.
        split: theirs.

    Raises:
        DataError: at the first fault, naming the example or the candidate.
    """
    if task.candidates is None or not source.pool:
        return
    known: dict[str, str] = {}
    for language, files in source.pool.items():
        origin = str(next(iter(files.files.values()))[0])
        for name in _candidate_ids(task, files, language, split):
            if name in known:
                first, second, *_ = _places(task, source, split, name)
                raise DataError(
                    f"the id stands for two candidates of one pool (first at {first})",
                    place=second,
                    value=name,
                    allowed="ids that are unique within a pool",
                    action="Remove the doubled candidate.",
                )
            known[name] = origin
    for row in rows:
        for name in row.example.gold_ids:
            if name not in known:
                raise DataError(
                    f"the gold of '{row.example.example_id}' is no candidate of its pool",
                    place=row.place,
                    value=name,
                    allowed=f"an id of {', '.join(sorted(set(known.values())))}",
                    nearest=_nearest(name, known),
                    action="Take the files from one release.",
                )


def _candidate_ids(task: Task, source: Source, language: str, split: str) -> Iterable[str]:
    assert task.candidates is not None
    if task.candidates.read_ids is not None:
        return task.candidates.read_ids(source, language, split)
    read = reader_of(task.candidates.read)
    return [row.example.example_id for row in read(source, language, split).rows]


def _places(task: Task, source: Source, split: str, name: str) -> list[str]:
    """Where the candidates of an id stand: read again, since ids alone were read."""
    assert task.candidates is not None
    read = reader_of(task.candidates.read)
    return [
        row.place
        for language, files in source.pool.items()
        for row in read(files, language, split).rows
        if row.example.example_id == name
    ]


def _nearest(name: str, known: dict[str, str]) -> str:
    # A comparison with a million ids would take minutes; the first thousand show their form.
    return nearest_match(name, [item for item, _ in zip(known, range(1000), strict=False)])
