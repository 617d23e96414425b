"""`crosswind noise`: a filter from clean lines to perturbed ones."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswind.cli.distinct_files import require_different_files
from crosswind.cli.noise_rows import Row, rows_of, split_lines
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import write_bytes

if TYPE_CHECKING:
    from crosswind.noise.batch import Noise

# Lines perturbed at once: enough for the columnar engine, little enough to stay a filter.
_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for, the same for every line."""

    language: str
    perturbation: str
    severity: int
    seed: int


def noise(  # noqa: PLR0913  one argument a flag
    language: Annotated[str, typer.Option("--language", help="BCP 47 tag of the text.")],
    perturbation: Annotated[str, typer.Option("--perturbation", help="Name of a perturbation.")],
    severity: Annotated[int, typer.Option("--severity", help="0 (identity) to 5.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the noise.")] = 0,
    source: Annotated[
        Path | None, typer.Option("--in", help="Lines, or JSON lines; default: standard input.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--out", help="Where to write; default: standard output.")
    ] = None,
    edits: Annotated[
        Path | None, typer.Option("--edits", help="Also write each line's edits as JSON lines.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="All lines are text, even those that look like JSON.")
    ] = False,
) -> None:
    """Perturb lines of text, or JSON lines with `id`, `text` and `spans`, or `words`."""
    from crosswind.core.languages import canonical_language

    request = Request(
        language=canonical_language(language, place="--language"),
        perturbation=perturbation,
        severity=severity,
        seed=seed,
    )
    _require_different_files(source, target, edits)
    _check(request)
    place = str(source) if source else "standard input"
    lines = list(split_lines(_read(source), place))
    rows = rows_of(lines, place, plain=plain)
    results = [row for part in _parts(rows) for row in _perturbed(part, request)]
    is_json = bool(rows) and rows[0].value is not None
    texts = [json.dumps(row, ensure_ascii=False) if is_json else row["text"] for row in results]
    if edits:
        write_bytes(edits, _edit_rows(rows, results).encode())
    _write(target, "".join(text + end for text, (_, end) in zip(texts, lines, strict=True)))


def _require_different_files(source: Path | None, target: Path | None, edits: Path | None) -> None:
    """Refuse one file for two of them, also where a shell opened it."""
    require_different_files(
        {
            "--in" if source else "standard input": source or Path("/dev/stdin"),
            "--out" if target else "standard output": target or Path("/dev/stdout"),
            "--edits": edits,
        }
    )


def _check(request: Request) -> None:
    """Refuse a wrong setting before anything is read."""
    from crosswind.noise.batch import perturb_all

    perturb_all(_noise(request), [], example_ids=[])


def _noise(request: Request) -> "Noise":
    from crosswind.noise.batch import Noise

    return Noise(
        perturbation=request.perturbation,
        language=request.language,
        severity=request.severity,
        seed=request.seed,
    )


def _read(source: Path | None) -> bytes:
    return source.read_bytes() if source else sys.stdin.buffer.read()


def _write(target: Path | None, text: str) -> None:
    if target:
        write_bytes(target, text.encode())
    else:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Neighboring rows of one kind, texts or words, in parts of limited size."""
    for _, alike in groupby(rows, key=lambda row: isinstance(row.content, str)):
        yield from iter(partial(_taken, alike), [])


def _taken(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, _CHUNK))


def _perturbed(rows: list[Row], request: Request) -> list[dict[str, Any]]:
    """The output of some rows of one kind.

    Raises:
        DataError: with the file and line of the row that cannot be perturbed.
    """
    try:
        return _changed(rows, request)
    except (ConfigError, DataError) as error:
        if len(rows) == 1:
            raise DataError(
                error.problem,
                place=f"{rows[0].place}: {error.place}" if error.place else rows[0].place,
                value=error.value,
                allowed=error.allowed,
                nearest=error.nearest,
                action=error.action,
            ) from error
        return [found for row in rows for found in _perturbed([row], request)]


def _changed(rows: Sequence[Row], request: Request) -> list[dict[str, Any]]:
    from crosswind.noise.batch import perturb_all, perturb_word_rows

    noise = _noise(request)
    contents, ids = [row.content for row in rows], [row.row_id for row in rows]
    if isinstance(contents[0], list):
        return [
            {
                **(row.value or {}),
                "words": list(words.words),
                "edits": [_triples(one) for one in words.edits],
            }
            for row, words in zip(
                rows, perturb_word_rows(noise, contents, example_ids=ids), strict=True
            )
        ]
    spans = [(row.value or {}).get("spans", []) for row in rows]
    found = perturb_all(noise, contents, example_ids=ids, spans=spans)
    changed = []
    for row, text in zip(rows, found, strict=True):
        given = row.value or {}
        moved = {"spans": [list(span) for span in text.spans]} if "spans" in given else {}
        changed.append({**given, "text": text.text, "edits": _triples(text.edits), **moved})
    return changed


def _edit_rows(rows: Sequence[Row], results: Sequence[dict[str, Any]]) -> str:
    pairs = zip(rows, results, strict=True)
    told = ({"id": row.row_id, "edits": result["edits"]} for row, result in pairs)
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in told)


def _triples(edits: Any) -> list[list[Any]]:
    return [[edit.start, edit.end, edit.text] for edit in edits]
