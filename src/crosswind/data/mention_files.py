"""Mentions of entities in their context, and the entities: the JSON lines of Mewsli-X."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.hashing import file_state
from crosswind.core.languages import canonical_language
from crosswind.data.json_values import value_of
from crosswind.data.layouts import read_objects
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

_LAYOUT = "Mewsli-X"
# Braces mark the mention; braces of the text itself become round brackets.
_BRACED = re.compile(r"\{(.*?)\}")


def read_mentions(source: Source, language: str, split: str) -> Reading:
    """Mentions in news articles of one language; mentions of one article are one cluster.

    The file holds all languages, and the lines of the others are passed over. The text of an
    example is `mention: sentence with the { mention } marked`.

    Source: google-research/xtreme `third_party/utils_mewslix.py`, preprocess_mention.

    Raises:
        DataError: if a line is not of this layout, if a span is not where it says, or if the text
            of an article was not put back: it is published without.
    """
    del split
    rows: list[Placed] = []
    for place, item in read_objects(source.one("text")):
        context = value_of(item, "context", dict, place, layout=_LAYOUT)
        if _language(context, "language", place) != language:
            continue
        article = value_of(context, "document_id", str, place, layout=_LAYOUT)
        for index, mention in enumerate(_list(item, "mentions", place)):
            spot = f"{place}: mentions[{index}]"
            example = Example(
                example_id=value_of(mention, "example_id", str, spot, layout=_LAYOUT),
                parallel_id=f"{language}:{article}",
                language=language,
                texts={"mention": _marked(context, mention, spot)},
                gold_ids=(value_of(mention, "entity_id", str, spot, layout=_LAYOUT).strip(),),
            )
            rows.append(Placed(place=spot, example=example))
    return Reading(rows=tuple(rows))


def read_pairs(source: Source, language: str, split: str) -> Reading:
    """English mentions in encyclopedia text, each beside the description of its entity."""
    del split
    rows: list[Placed] = []
    for place, item in read_objects(source.one("text")):
        contextual = value_of(item, "contextual_mention", dict, place, layout=_LAYOUT)
        context = value_of(contextual, "context", dict, place, layout=_LAYOUT)
        mention = value_of(contextual, "mention", dict, place, layout=_LAYOUT)
        entity = value_of(item, "entity", dict, place, layout=_LAYOUT)
        example = Example(
            example_id=value_of(mention, "example_id", str, place, layout=_LAYOUT),
            # Training and validation are cut by entity: so is whatever is held out of either.
            parallel_id=value_of(entity, "entity_id", str, place, layout=_LAYOUT),
            language=_language(context, "language", place),
            texts={"source": _marked(context, mention, place), "target": _described(entity, place)},
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=tuple(rows))


def read_entities(source: Source, language: str, split: str) -> Reading:
    """The candidates: an entity by its description, in whichever language that is written."""
    del language, split
    rows: list[Placed] = []
    for place, item in read_objects(source.one("entities")):
        name = value_of(item, "entity_id", str, place, layout=_LAYOUT)
        example = Example(
            example_id=name,
            parallel_id=name,
            language=_language(item, "description_language", place),
            texts={"description": _described(item, place)},
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=tuple(rows))


def read_entity_ids(source: Source, language: str, split: str) -> tuple[str, ...]:
    """The ids of the candidates: a million, remembered for the next language."""
    del language, split
    path = source.one("entities")
    return _entity_ids(path, file_state(path))


@lru_cache(maxsize=1)
def _entity_ids(path: Path, _state: tuple[int, ...]) -> tuple[str, ...]:
    # The state is the key only: a file that changed is read again.
    return tuple(
        value_of(item, "entity_id", str, place, layout=_LAYOUT)
        for place, item in read_objects(path)
    )


def _marked(context: Any, mention: Any, place: str) -> str:
    """The mention, and the sentence it is in with the mention in braces, on one line."""
    text = value_of(context, "text", str, place, layout=_LAYOUT)
    span = value_of(mention, "mention_span", dict, place, layout=_LAYOUT)
    words = value_of(span, "text", str, place, layout=_LAYOUT)
    start, end = _span(span, place)
    if not text:
        raise DataError(
            "the text of the article is missing",
            place=place,
            value=text,
            allowed="the article's text",
            action="It is published without: run get-mewsli-x.sh, which puts it back.",
        )
    if text[start:end] != words:
        raise DataError(
            f"the mention does not stand at code point {start} of its text "
            f"(there: {text[start:end][:60]!r})",
            place=place,
            value=words,
            allowed="text[start : end] == the mention",
            action="Build the data again with the release's own program.",
        )
    for left, right in (_span(item, place) for item in _list(context, "sentence_spans", place)):
        if left <= start and end <= right:
            before, after = (
                _BRACED.sub(r"(\1)", part) for part in (text[left:start], text[end:right])
            )
            return _on_one_line(f"{words}: {before} {{ {words} }} {after}")
    raise DataError(
        "the mention is in no sentence of its text",
        place=place,
        value=words,
        allowed="a span within one of the sentence_spans",
        action="Build the data again with the release's own program.",
    )


def _described(entity: Any, place: str) -> str:
    """The sentences of a description; the title where there is no description."""
    text = value_of(entity, "description", str, place, layout=_LAYOUT)
    spans = [_span(item, place) for item in _list(entity, "sentence_spans", place)]
    description = _on_one_line(" ".join(text[start:end] for start, end in spans) or text)
    return description or value_of(entity, "title", str, place, layout=_LAYOUT)


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines()).replace("  ", " ").strip()


def _span(item: Any, place: str) -> tuple[int, int]:
    start, end = (value_of(item, key, int, place, layout=_LAYOUT) for key in ("start", "end"))
    if not 0 <= start < end:
        raise DataError(
            "not the start and end of a span",
            place=place,
            value=[start, end],
            allowed="0 <= start < end",
            action="Build the data again with the release's own program.",
        )
    return start, end


def _list(item: Any, key: str, place: str) -> Iterator[Any]:
    found: list[Any] = value_of(item, key, list, place, layout=_LAYOUT)
    return iter(found)


def _language(item: Any, key: str, place: str) -> str:
    tag = value_of(item, key, str, place, layout=_LAYOUT)
    try:
        return canonical_language(tag)
    except ConfigError as error:
        raise DataError(
            error.problem,
            place=place,
            value=tag,
            nearest=error.nearest,
            action="Build the data again with the release's own program.",
        ) from error
