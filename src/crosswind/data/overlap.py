"""The count_overlap step: what of the scored text stands in the training text.

An example overlaps if the whole of it does (its texts, in any order), if its context does (question
answering), or if it shares its id and language, or its parallel id, with training text of the same
release: then it is that item, or a translation of it, or its sibling. Single texts that occur in
training, such as a hypothesis of two words, are counted beside that and are no overlap themselves.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.core.files import write_json
from crosswind.records.codecs import read_examples
from crosswind.records.example import Example

OVERLAP_FILE = "overlap.json"
# What makes an example overlap.
EVIDENCE = ("whole", "context", "id", "parallel_id")
# Ids of overlapping examples that are named, of each language.
_NAMED = 5

Facts = Mapping[str, Any]
Key = tuple[str, bytes | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapParams:
    """What is counted against what.

    Attributes:
        task, kind, release, kept_fields: of the target, from its card.
        evaluated_sets: language and split of each evaluated artifact.
        trained_sets: task, kind, release, kept_fields, language, split and role ("trained" or
            "selected") of each artifact that any arm is trained or selected on.
    """

    task: str
    kind: str
    release: str
    kept_fields: tuple[str, ...]
    evaluated_sets: tuple[dict[str, Any], ...]
    trained_sets: tuple[dict[str, Any], ...]


@dataclass(slots=True)
class _Item:
    """One scored example, and what was found of it in training text."""

    language: str
    example_id: str
    evidence: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    sets: set[int] = field(default_factory=set)


# Key of a text or a name -> the items that have it, and in which field.
_Index = dict[Key, list[tuple[_Item, str]]]


def count_overlap(
    params: OverlapParams,
    *,
    evaluated: tuple[Path, ...],
    trained: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Write `overlap.json`; return how many examples were compared and how many overlap.

    Texts are equal in NFC, without case, with each run of white space as one blank. The words of a
    tagged sentence are joined by blanks.

    Raises:
        DataError: if an artifact cannot be read.
    """
    del options
    items, index = _indexed(params, evaluated)
    splits = tuple(dict.fromkeys(place["split"] for place in params.evaluated_sets))
    # Training text is read one artifact at a time: only the scored text stays in memory.
    for number, (facts, folder) in enumerate(zip(params.trained_sets, trained, strict=True)):
        # Under "all", the scored split is in the text, with its name in front of names or not.
        within = splits if facts["split"] == "all" else (facts["split"],)
        for example in read_examples(folder):
            for key, _ in _keys(example, facts, within):
                for item, name in index.get(key, ()):
                    _mark(item, key[0], name, number)
    content = _content(params, items)
    write_json(out / OVERLAP_FILE, content)
    return {"examples": content["n"], "overlapping": content["overlapping"]}


def _indexed(params: OverlapParams, folders: tuple[Path, ...]) -> tuple[list[_Item], _Index]:
    """The scored examples, and where each key leads."""
    items: list[_Item] = []
    index: _Index = defaultdict(list)
    facts = {
        "task": params.task,
        "kind": params.kind,
        "release": params.release,
        "kept_fields": params.kept_fields,
    }
    for place, folder in zip(params.evaluated_sets, folders, strict=True):
        for example in read_examples(folder):
            item = _Item(language=place["language"], example_id=example.example_id)
            items.append(item)
            for key, name in _keys(example, facts, (place["split"],)):
                index[key].append((item, name))
    return items, index


def _keys(example: Example, facts: Facts, splits: Sequence[str]) -> Iterator[tuple[Key, str]]:
    """(key, field) of everything by which two items can be the same."""
    texts = {
        name: _digest(text)
        for name, text in (example.texts or {"words": " ".join(example.words)}).items()
        if name not in facts["kept_fields"]
    }
    for name, text in texts.items():
        yield ("text", text), name
    yield ("whole", b"".join(sorted(texts.values()))), ""
    if facts["kind"] == "span_qa":
        yield ("context", texts["context"]), ""
    release = facts["release"] or facts["task"]
    spoken = {example.language, example.second_language or example.language}
    for split in splits:
        for language in sorted(spoken):
            yield ("id", f"{release} {language} {_name(example.example_id, split)}"), ""
        yield ("parallel_id", f"{release} {_name(example.parallel_id, split)}"), ""


def _name(name: str, split: str) -> str:
    """What an item is called in its release: a number of a line means nothing without its split."""
    bare = name.removeprefix(f"{split}-")
    return f"{split} {bare}" if bare.isdigit() else bare


def _digest(text: str) -> bytes:
    """Sixteen bytes that stand for a text without regard to case and white space."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return blake2b(
        " ".join(plain.split()).encode("utf-8", "surrogatepass"), digest_size=16
    ).digest()


def _mark(item: _Item, kind: str, name: str, number: int) -> None:
    if kind == "text":
        item.texts.add(name)
    else:
        item.evidence.add(kind)
        item.sets.add(number)


def _content(params: OverlapParams, items: Sequence[_Item]) -> dict[str, Any]:
    """The counts, of each language and of each training artifact."""
    by_language: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        by_language[item.language].append(item)
    by_set = Counter(number for item in items for number in item.sets)
    return {
        "task": params.task,
        "n": len(items),
        "overlapping": sum(bool(item.evidence) for item in items),
        "languages": {name: _counts(group) for name, group in by_language.items()},
        "trained": [
            {key: facts[key] for key in ("task", "language", "split", "role")}
            | {"overlapping": by_set[number]}
            for number, facts in enumerate(params.trained_sets)
        ],
    }


def _counts(items: Sequence[_Item]) -> dict[str, Any]:
    found = [item for item in items if item.evidence]
    evidence = Counter(kind for item in found for kind in item.evidence)
    texts = Counter(name for item in items for name in item.texts)
    return {
        "n": len(items),
        "overlapping": len(found),
        **{kind: evidence[kind] for kind in EVIDENCE},
        "texts": dict(texts),
        "examples": sorted(item.example_id for item in found)[:_NAMED],
    }
