"""A few letters one by one are what the arrays make of them, in every language."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.columns import Columns, lay_out
from crosswind.noise.few_letters import Edited, Site, edited, few_letters
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import sites_at
from crosswind.noise.letters import letter_table
from crosswind.noise.perturbations.typo import edits_of
from tests.noise.samples import SENTENCES

EDGES = [26214, 46530, 62259]
TAGS = [tag for tag in XTREME_R if keyboard_support(tag).level != "unsupported"]


def columns_of(text: str, language: str, key: int) -> Columns:
    keys = np.array([key], dtype=np.uint64)
    return lay_out([text], keys, None, language=language, guarded=False)


def one_by_one(columns: Columns, places: list[int], edges: list[int]) -> list[Edited]:
    table, key = few_letters(columns.language), int(columns.keys[0])
    found = [edited(Site(table, columns.text, key, place), edges) for place in places]
    return [one for one in found if one]


def as_arrays(columns: Columns, places: list[int], edges: list[int]) -> list[Edited]:
    sites = sites_at(columns, letter_table(columns.language), np.array(places, dtype=np.int64))
    op = np.array(edges).searchsorted(sites.chances, "right")
    found = edits_of(sites, np.zeros(len(places), dtype=np.uint32), op)
    texts = [
        "".join(map(chr, found.pool[offset : offset + length].tolist()))
        for offset, length in zip(found.offset.tolist(), found.length.tolist(), strict=True)
    ]
    return list(map(Edited, found.start.tolist(), found.end.tolist(), texts, found.op.tolist()))


def letters_of(columns: Columns) -> list[int]:
    table = letter_table(columns.language)
    return (table.index(columns.points) >= 0).nonzero()[0].tolist()


@pytest.mark.parametrize("language", TAGS)
def test_every_letter_of_a_sentence(language):
    text = SENTENCES[language]
    for key, edges in ((7, EDGES), (2**64 - 3, [0, 0, 0]), (99, [0, 0, 65536])):
        columns = columns_of(text, language, key)
        if columns.has_clusters:
            continue
        places = letters_of(columns)
        assert one_by_one(columns, places, edges) == as_arrays(columns, places, edges)


@settings(max_examples=150)
@given(
    st.text(
        "aAbB \u00e9\u0105\u0130\u0131i.1\u0436\u0416\u03c2\u03a3\u05de\u05dd",
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(["en", "de", "tr", "pl", "ru", "el", "he"]),
    st.integers(0, 2**64 - 1),
    st.sampled_from([EDGES, [0, 0, 0], [0, 65536, 65536], [0, 0, 65536]]),
)
def test_short_texts(text, language, key, edges):
    columns = columns_of(text, language, key)
    places = letters_of(columns)
    if places:
        assert one_by_one(columns, places, edges) == as_arrays(columns, places, edges)
