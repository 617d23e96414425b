"""The noisy SNIPS sets: utterances with real typing errors beside their clean forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.data.entity_tags import entity_types, with_boundaries
from crosswind.data.layouts import read_columns
from crosswind.data.task import Source, SourceFile
from crosswind.data.utterances import INTENTS, Utterance, layout_files, read_utterances

OTHER_MEANING = "clean utterance with another intent or other slots"
OTHER_WORDS = "clean utterance with another number of words"
# Endings of the folders' names: the share of changed words differs by language.
_ENDINGS = ("typos", "typos_0.05", "typos_0.1", "typos_0.2")
_COLUMNS = ("id", "old_utterance", "new_utterance", "diffs", "slot_labels", "intent")
# Utterances of each intent in the validation part, which the noisy sets are copies of.
_OF_AN_INTENT = 100
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoisyPair:
    """A noisy utterance and its clean form.

    Attributes:
        name: id of the clean utterance in the validation part of SNIPS, which translations share.
        noisy, clean: both with the tags B- and I-.
    """

    name: str
    noisy: Utterance
    clean: Utterance


def noisy_files(language: str) -> tuple[SourceFile, ...]:
    """English is paired with the validation part of SNIPS; the others bring their clean form."""
    folders = [f"noisy_snips/langs/{language}_{ending}/test" for ending in _ENDINGS]
    noisy = layout_files(folders)
    if language == "en":
        return (*noisy, *layout_files(("snips/valid",), prefix="clean "))
    pairs = SourceFile(role="pairs", patterns=tuple(f"{folder}/data.tsv" for folder in folders))
    return (*noisy, pairs)


def read_pairs(source: Source) -> tuple[list[NoisyPair], dict[str, int]]:
    """The pairs in the order of the noisy file, and how many rows have none, by reason.

    Raises:
        DataError: if the files do not belong together.
    """
    noisy = [
        _with_boundaries(found)
        for found in read_utterances(source.one("text"), source.one("slots"), source.one("intents"))
    ]
    if "pairs" in source.files:
        return _pairs_of_table(noisy, source.one("pairs"), source.one("text"))
    clean = read_utterances(
        source.one("clean text"), source.one("clean slots"), source.one("clean intents")
    )
    return _pairs_of_validation(noisy, clean)


def _pairs_of_validation(
    noisy: Sequence[Utterance], clean: Sequence[Utterance]
) -> tuple[list[NoisyPair], dict[str, int]]:
    """Pairs by line, where intent and slots, in their order, are the same."""
    if len(noisy) != len(clean):
        raise _other_count(len(clean), len(noisy), _last(clean), _last(noisy))
    pairs = [
        NoisyPair(name=f"validation-{index}", noisy=one, clean=other)
        for index, (one, other) in enumerate(zip(noisy, clean, strict=True))
        if _meaning(one) == _meaning(other)
    ]
    n_other = len(noisy) - len(pairs)
    return pairs, {OTHER_MEANING: n_other} if n_other else {}


def _meaning(found: Utterance) -> tuple[str, tuple[str, ...]]:
    return found.intent, entity_types(found.sentence.tags)


def _pairs_of_table(
    noisy: Sequence[Utterance], table: Path, text: Path
) -> tuple[list[NoisyPair], dict[str, int]]:
    """Pairs by line; noisy words stand in the places of clean ones, so the tags are of both."""
    rows = list(read_columns(table, _COLUMNS, has_header=True))
    if len(rows) != len(noisy):
        raise _other_count(len(rows), len(noisy), f"{table}:{len(rows) + 1}", str(text))
    pairs, n_other = [], 0
    for found, (place, cells) in zip(noisy, rows, strict=True):
        _check_same(cells, found, place)
        words = tuple(word for word in cells["old_utterance"].split(" ") if word)
        if len(words) != len(found.sentence.words):
            n_other += 1
            continue
        sentence = replace(found.sentence, place=place, words=words, n_empty=0)
        clean = Utterance(text=cells["old_utterance"], intent=found.intent, sentence=sentence)
        pairs.append(NoisyPair(name=_name(cells, place), noisy=found, clean=clean))
    return pairs, {OTHER_WORDS: n_other} if n_other else {}


def _last(utterances: Sequence[Utterance]) -> str:
    return utterances[-1].sentence.place if utterances else "an empty file"


def _other_count(n_clean: int, n_noisy: int, place: str, noisy: str) -> DataError:
    return DataError(
        f"{n_clean} clean utterances for {n_noisy} noisy ones",
        place=place,
        allowed=f"one for each line of the noisy file (its end: {noisy})",
        action="Take both files from one release.",
    )


def _check_same(cells: dict[str, str], found: Utterance, place: str) -> None:
    """Refuse a line of the table that is not about the utterance in its place."""
    tags = with_boundaries([tag for tag in cells["slot_labels"].split(" ") if tag])
    theirs, ours = (cells["intent"], tags), (found.intent, found.sentence.tags)
    if theirs != ours:
        raise DataError(
            f"intent and slots are not those of {found.sentence.place}",
            place=place,
            value=" ".join([cells["intent"], *tags])[:120],
            allowed=" ".join([found.intent, *found.sentence.tags])[:200],
            action="Take both files from one release.",
        )


def _name(cells: dict[str, str], place: str) -> str:
    """The English utterance that a translation is of.

    The table counts a hundred utterances of each intent, with the intents in another order than
    the validation part has them: the place inside its hundred is what both share.
    """
    number, intent = cells["id"], cells["intent"]
    if not _NUMBER.fullmatch(number) or intent not in INTENTS:
        raise DataError(
            "no number or no known intent",
            place=place,
            value=f"{number} {intent}",
            allowed=f"a number from 1 and one of {', '.join(INTENTS)}",
        )
    inside = (int(number) - 1) % _OF_AN_INTENT
    return f"validation-{INTENTS.index(intent) * _OF_AN_INTENT + inside}"


def _with_boundaries(found: Utterance) -> Utterance:
    sentence = found.sentence
    return replace(found, sentence=replace(sentence, tags=with_boundaries(sentence.tags)))
