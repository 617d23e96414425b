"""Utterances with an intent and slots: the three parallel files seq.in, seq.out and label."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.data.layouts import read_parallel
from crosswind.data.tagged_files import Sentence, check_empty_word, sentence_rows
from crosswind.data.task import Placed, Reading, SourceFile
from crosswind.records.example import Example

# File of the layout -> what the reader calls it.
ROLES = {"seq.in": "text", "seq.out": "slots", "label": "intents"}
INTENTS = (
    "AddToPlaylist", "BookRestaurant", "GetWeather", "PlayMusic", "RateBook",
    "SearchCreativeWork", "SearchScreeningEvent",
)  # fmt: skip
SLOTS = (
    "album", "artist", "best_rating", "city", "condition_description", "condition_temperature",
    "country", "cuisine", "current_location", "entity_name", "facility", "genre",
    "geographic_poi", "location_name", "movie_name", "movie_type", "music_item",
    "object_location_type", "object_name", "object_part_of_series_type", "object_select",
    "object_type", "party_size_description", "party_size_number", "playlist", "playlist_owner",
    "poi", "rating_unit", "rating_value", "restaurant_name", "restaurant_type", "served_dish",
    "service", "sort", "spatial_relation", "state", "timeRange", "track", "year",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One line of the three files.

    Attributes:
        text: the line of seq.in as it is.
        intent: the line of label.
        sentence: its words and their tags.
    """

    text: str
    intent: str
    sentence: Sentence


# (number of an utterance from 0, utterance) -> its id and that of its cluster.
Name = Callable[[int, Utterance], str]


def layout_files(folders: Sequence[str], prefix: str = "") -> tuple[SourceFile, ...]:
    """The three files in the first of the folders that has them; `prefix` goes before the roles."""
    return tuple(
        SourceFile(role=f"{prefix}{role}", patterns=tuple(f"{folder}/{name}" for folder in folders))
        for name, role in ROLES.items()
    )


def read_utterances(text: Path, slots: Path, intents: Path) -> list[Utterance]:
    """The lines of the three files.

    Raises:
        DataError: if a file has fewer lines than another, or a line of seq.in not as many words as
            its line of seq.out has tags.
    """
    labels = [label for _, _, label in read_parallel(text, intents)]
    found = []
    for (place, line, tags), intent in zip(read_parallel(text, slots), labels, strict=True):
        sentence = words_with_tags(line, tags, place)
        found.append(Utterance(text=line, intent=intent.strip(" "), sentence=sentence))
    return found


def words_with_tags(line: str, tags: str, place: str) -> Sentence:
    """The words of a line and their tags.

    Words stand apart by runs of blanks; a no-break space is part of its word. Where a run of blanks
    holds an empty word that has a tag of its own (as the release counts them), both are left out.

    Raises:
        DataError: if words and tags are not equal in number, or an empty word has another tag
            than O.
    """
    names = [tag for tag in tags.split(" ") if tag]
    words = [word for word in line.split(" ") if word]
    if len(words) == len(names):
        return Sentence(place=place, words=tuple(words), tags=tuple(names))
    pieces = line.strip(" ").split(" ")
    if len(pieces) != len(names):
        raise DataError(
            f"{len(words)} words but {len(names)} tags",
            place=place,
            value=line[:120],
            allowed="one tag for each word, with blanks between",
            action="Take the files from one release.",
        )
    for word, tag in zip(pieces, names, strict=True):
        if not word:
            check_empty_word(tag, place)
    kept = [(word, tag) for word, tag in zip(pieces, names, strict=True) if word]
    return Sentence(
        place=place,
        words=tuple(word for word, _ in kept),
        tags=tuple(tag for _, tag in kept),
        n_empty=len(pieces) - len(kept),
    )


def intent_rows(utterances: Iterable[Utterance], language: str, name: Name) -> Reading:
    """Examples of the classification task."""
    rows = []
    for number, found in enumerate(utterances):
        key = name(number, found)
        example = Example(
            example_id=key,
            parallel_id=key,
            language=language,
            texts={"text": found.text},
            label=found.intent,
        )
        rows.append(Placed(place=found.sentence.place, example=example))
    return Reading(rows=rows)


def slot_rows(utterances: Sequence[Utterance], language: str, name: Name) -> Reading:
    """Examples of the tagging task, under the same ids."""

    def naming(number: int, _: Sentence) -> tuple[str, str]:
        key = name(number, utterances[number])
        return key, key

    sentences = [found.sentence for found in utterances]
    return sentence_rows(sentences, language, naming)
