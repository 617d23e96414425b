"""Cases of MultiCheckList as JSON lines: what a test asks of a question answering model."""

import re
from collections import Counter

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.hashing import text_digest
from crosswind.data.json_values import value_of
from crosswind.data.layouts import read_objects
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Answer, Example

_LAYOUT = "MultiCheckList"
# Official name of a test -> its official short form.
TESTS = {
    "A is COMP than B. Who is more / less COMP?": "comp",
    "Intensifiers (very, super, extremely) and reducers (somewhat, kinda, etc)?": "intense",
    "size, shape, age, color": "props",
    "Profession vs nationality": "profession_nationality",
    "Animal vs Vehicle": "animal_vehicle",
    "Animal vs Vehicle v2": "animal_vehicle_v2",
}
# What the official comparison takes off both ends of an answer.
_ENDS = ",. "


def read_cases(source: Source, language: str, split: str) -> Reading:
    """One example a line with the keys test, context, question and answer.

    The export has answers without a place: an answer stands where it first occurs as a word of its
    own, else where it first occurs, else where it occurs without its punctuation or in other case.
    An answer that does not occur is left out and counted: no span can be it. Questions on one
    context of one test are one cluster; languages are drawn apart and are not parallel.

    Raises:
        DataError: if a line lacks a key or names an unknown test.
    """
    del split
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    for index, (place, item) in enumerate(read_objects(source.one("text"))):
        test, context, question, text = (
            value_of(item, key, str, place, layout=_LAYOUT)
            for key in ("test", "context", "question", "answer")
        )
        name = _short_name(test, place)
        answer = find_answer(context, text)
        if answer is None:
            left_out[f"{name}: the answer is not in the context"] += 1
            continue
        example = Example(
            example_id=f"{name}-{index}",
            parallel_id=f"{language}:{name}:{text_digest(context)[:16]}",
            language=language,
            texts={"question": question, "context": context},
            answers=(answer,),
        )
        rows.append(Placed(place=place, example=example))
    return Reading(rows=tuple(rows), left_out=dict(sorted(left_out.items())))


def find_answer(context: str, text: str) -> Answer | None:
    """Where a text stands in a context, with the letters as they are there; None if nowhere."""
    for wanted in (text, text.strip(_ENDS)):
        if not wanted:
            continue
        for flags in (re.NOFLAG, re.IGNORECASE):
            letters = re.escape(wanted)
            for pattern in (rf"(?<!\w){letters}(?!\w)", letters):
                found = re.search(pattern, context, flags)
                if found:
                    return Answer(start=found.start(), text=found.group())
    return None


def _short_name(test: str, place: str) -> str:
    name = TESTS.get(test, test)
    if name not in TESTS.values():
        known = (*TESTS.values(), *TESTS)
        raise DataError(
            "unknown test",
            place=place,
            value=test,
            allowed=tuple(TESTS.values()),
            nearest=nearest_match(test, known),
            action="Name a test in its official short form.",
        )
    return name
