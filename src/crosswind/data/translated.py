"""A task's training text in another language, from the user's own translation of its files.

The translation of a file stands under its name below `translated/<task>/<language>`, without the
first folder of that name: `snips/train/seq.in` in German is
`translated/snips_intents/de/train/seq.in`. It is read as the original is, row by row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import nearest_file
from crosswind.core.languages import canonical_language, languages_of
from crosswind.data.task import ALL, Placed, Reading, Source, Task
from crosswind.records.task_card import POOL_KINDS

FOLDER = "translated"


def is_translation(task: Task, language: str, split: str) -> bool:
    """Whether a split in this language can only be the user's translation of the task's own text.

    So it is for every language in which the release has no such split, if the task is trained at
    all. A pair of languages, a pool of candidates and embedded text are never translated.
    """
    card = task.card
    first, second = languages_of(language)
    if first != second or language == card.source_language or "train" not in card.splits:
        return False
    if card.world != "benchmark" or card.kind in POOL_KINDS or split not in (*card.splits, ALL):
        return False
    if language not in (*card.languages, *task.more_languages):
        return True
    return split != ALL and not task.files(language, split)


def translated_name(task: Task, language: str, name: str) -> str:
    """Where the translation of a file is looked for, below the data root."""
    return f"{FOLDER}/{task.card.name}/{language}/{name.partition('/')[2] or name}"


def moved_names(
    task: Task, language: str, split: str, original: Source, names: Mapping[str, Path]
) -> dict[str, str]:
    """Name of each translation -> name of the file that it translates.

    Labels beside the text, and files of which only the presence matters, are not translated.

    Args:
        task: from the catalogue.
        language: of the translation.
        split: a split of the card.
        original: its located files in the task's own language.
        names: name -> path of at least these files.
    """
    wanted = task.files(task.card.source_language, split)
    texts = {path for item in wanted if item.has_text for path in original.files.get(item.role, ())}
    return {
        translated_name(task, language, name): name for name, path in names.items() if path in texts
    }


def translated_source(
    original: Source, moved: Mapping[str, str], names: Mapping[str, Path], data_root: Path
) -> tuple[Source, dict[str, Path]]:
    """The original's files with translations in place of theirs, and name -> path of all of them.

    Args:
        original: located files of the task's own language.
        moved: as `moved_names` gives it; all are there.
        names: name -> path of the files of the original.
        data_root: folder that all names are below.
    """
    instead = {names[name]: data_root / translation for translation, name in moved.items()}
    files = {
        role: tuple(instead.get(path, path) for path in paths)
        for role, paths in original.files.items()
    }
    used = {path for paths in original.files.values() for path in paths}
    read = {name: path for name, path in names.items() if path in used}
    read |= {translation: data_root / translation for translation in moved}
    return Source(files=files, original=original), read


def no_translation(
    task: Task, language: str, data_root: Path, looked_for: Mapping[str, str]
) -> DataError:
    """The error for a language that neither the release nor the user has files for.

    Args:
        task: from the catalogue.
        language: canonical tag.
        data_root: folder of official files.
        looked_for: name of the translation -> name of the file that it translates.
    """
    card = task.card
    served = (*card.languages, *task.more_languages)
    missing = [name for name in looked_for if not (data_root / name).is_file()]
    original = looked_for[missing[0]]
    folder = (data_root / missing[0]).parent
    present = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return DataError(
        f"the task '{card.name}' has no such text in '{language}', nor is a translation there",
        place=str(data_root),
        value=missing[0],
        allowed=[str(data_root / name) for name in looked_for],
        nearest=nearest_file(Path(missing[0]).name, present),
        action=f"Put your translation of {original} there, row by row in the same layout; or name "
        f"a language of the release: {', '.join(served)}.",
    )


def translated_languages(task: Task, data_root: Path) -> Iterator[tuple[str, str]]:
    """(folder, canonical tag) of each language that the user translated the task to, sorted.

    The tag is empty where the folder is not named by one.
    """
    top = data_root / FOLDER / task.card.name
    for folder in sorted(top.iterdir()) if top.is_dir() else ():
        if folder.is_dir():
            yield folder.name, _tag(folder.name)


def _tag(name: str) -> str:
    try:
        return canonical_language(name)
    except ConfigError:
        return ""


def with_original(translation: Reading, original: Reading) -> Reading:
    """Translated rows in the clusters of the rows that they translate.

    So a held-out cluster is held out in every language, and a translation is never taken for text
    of its own.

    Args:
        translation: reading of the user's files; it may have fewer rows than the original.
        original: reading of the files that they translate.

    Raises:
        DataError: if a row has no original of its id, or one with another label.
    """
    by_id = {row.example.example_id: row for row in original.rows}
    rows = [_joined(row, by_id) for row in translation.rows]
    return replace(translation, rows=rows)


def _joined(row: Placed, originals: Mapping[str, Placed]) -> Placed:
    example = row.example
    partner = originals.get(example.example_id)
    if partner is None:
        raise DataError(
            "the row translates nothing: no row of the original has its id",
            place=row.place,
            value=example.example_id,
            allowed=f"ids of {_start(originals.values())}",
            action="Translate the whole file row by row, and keep ids and the order of lines.",
        )
    if partner.example.label != example.label:
        raise DataError(
            f"the label is not that of the original ({partner.place})",
            place=row.place,
            value=example.label,
            allowed=(partner.example.label,),
            action="Translate the file row by row, and leave labels as they are.",
        )
    return replace(row, example=replace(example, parallel_id=partner.example.parallel_id))


def _start(rows: Iterable[Placed]) -> str:
    return next((row.place for row in rows), "the original")
