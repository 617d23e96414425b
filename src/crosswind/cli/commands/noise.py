"""`crosswind noise`: a filter from clean lines to perturbed ones."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from crosswind.core.errors import DataError
from crosswind.core.files import parse_json, write_bytes

# Lines perturbed at once: enough for the columnar engine, little enough to stay a filter.
_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for, the same for every line."""

    language: str
    perturbation: str
    severity: int
    seed: int


def noise(
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
) -> None:
    """Perturb lines of text, or JSON lines with `id`, `text` and `spans`, or `words`."""
    from crosswind.core.languages import canonical_language

    request = Request(
        language=canonical_language(language, place="--language"),
        perturbation=perturbation,
        severity=severity,
        seed=seed,
    )
    place = str(source) if source else "standard input"
    lines = list(_lines(_read(source), place))
    is_json = _are_json(lines)
    results = list(_perturbed(lines, request, place=place, is_json=is_json))
    if is_json:
        texts = [json.dumps(row, ensure_ascii=False) for _, row in results]
    else:
        texts = [row["text"] for _, row in results]
    out = "".join(text + end for text, (_, end) in zip(texts, lines, strict=True))
    if edits:
        write_bytes(edits, _edit_rows(results).encode())
    if target:
        write_bytes(target, out.encode())
    else:
        sys.stdout.buffer.write(out.encode())
        sys.stdout.buffer.flush()


def _read(source: Path | None) -> bytes:
    return source.read_bytes() if source else sys.stdin.buffer.read()


def _lines(payload: bytes, place: str) -> Iterator[tuple[str, str]]:
    """(text, line ending) of each line; the endings survive as they are."""
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError as error:
        number = payload[: error.start].count(b"\n") + 1
        raise DataError(
            f"byte {error.start} is not UTF-8",
            place=f"{place}:{number}",
            value=payload[error.start : error.start + 1],
            allowed="UTF-8 text",
            action="Convert the file to UTF-8.",
        ) from error
    pieces = text.split("\n")
    for piece in pieces[:-1]:
        bare = piece.removesuffix("\r")
        yield bare, piece[len(bare) :] + "\n"
    if pieces[-1]:
        yield pieces[-1], ""


def _are_json(lines: Sequence[tuple[str, str]]) -> bool:
    """Whether the input is JSON lines: its first filled line is an object with text or words."""
    first = next((line for line, _ in lines if line.strip()), "")
    if not first.lstrip().startswith("{"):
        return False
    try:
        value = json.loads(first)
    except ValueError:
        return False
    return isinstance(value, dict) and ("text" in value or "words" in value)


def _perturbed(
    lines: Sequence[tuple[str, str]], request: Request, *, place: str, is_json: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id, row) of each line; a row has `text` or `words`, and `edits`."""
    from crosswind.noise.api import perturb_batch

    if not is_json:
        for start in range(0, len(lines), _CHUNK):
            part = lines[start : start + _CHUNK]
            ids = [str(start + offset) for offset in range(len(part))]
            batch = perturb_batch(
                [line for line, _ in part],
                language=request.language,
                perturbation=request.perturbation,
                severity=request.severity,
                seed=request.seed,
                example_ids=ids,
            )
            for row_id, item in zip(ids, batch, strict=True):
                yield row_id, {"text": item.text, "edits": _triples(item.edits)}
        return
    for number, (line, _) in enumerate(lines):
        yield _json_row(line, number, request, place)


def _edit_rows(results: Sequence[tuple[str, dict[str, Any]]]) -> str:
    rows = ({"id": row_id, "edits": row["edits"]} for row_id, row in results)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _json_row(line: str, number: int, request: Request, place: str) -> tuple[str, dict[str, Any]]:
    from crosswind.noise.api import perturb, perturb_words

    value = parse_json(line, place=place, first_line=number + 1) if line.strip() else None
    row = _checked_row(value, f"{place}:{number + 1}")
    row_id = str(row.get("id", number))
    if "words" in row:
        words = perturb_words(
            row["words"],
            language=request.language,
            perturbation=request.perturbation,
            severity=request.severity,
            seed=request.seed,
            example_id=row_id,
        )
        changed = {"words": list(words.words), "edits": [_triples(item) for item in words.edits]}
    else:
        found = perturb(
            row["text"],
            language=request.language,
            perturbation=request.perturbation,
            severity=request.severity,
            seed=request.seed,
            example_id=row_id,
            spans=[(start, end) for start, end in row.get("spans", [])],
        )
        changed = {"text": found.text, "edits": _triples(found.edits)}
        if "spans" in row:
            changed["spans"] = [list(span) for span in found.spans]
    return row_id, {**row, **changed}


def _checked_row(row: Any, place: str) -> dict[str, Any]:
    wrong = row
    if isinstance(row, dict):
        words, text, spans = row.get("words"), row.get("text"), row.get("spans", [])
        if "words" in row:
            if isinstance(words, list) and all(isinstance(word, str) for word in words):
                return row
            wrong = words
        elif isinstance(text, str):
            if _are_spans(spans):
                return row
            wrong = spans
    raise DataError(
        "not a line that can be perturbed",
        place=place,
        value=wrong,
        allowed='an object with "text" (and "spans" as [start, end] pairs), or with "words"',
        action="Repair the line.",
    )


def _are_spans(spans: Any) -> bool:
    return isinstance(spans, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(edge, int) and not isinstance(edge, bool) for edge in span)
        for span in spans
    )


def _triples(edits: Any) -> list[list[Any]]:
    return [[edit.start, edit.end, edit.text] for edit in edits]
