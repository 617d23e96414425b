"""The laws that hold for every perturbation in every language it supports."""

import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.catalogue import PERTURBATIONS, support
from crosswind.noise.edits import EditList
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.syllables import is_well_formed
from tests.noise.examples.vowel_drop import PERTURBATION as VOWEL_DROP
from tests.noise.samples import SENTENCES, long_text

ALL: list[Perturbation] = [*map(PERTURBATIONS.get, PERTURBATIONS.names()), VOWEL_DROP]
CELLS = [
    (perturbation, language)
    for perturbation in ALL
    for language in SENTENCES
    if support(perturbation, language).level != "unsupported"
]
ODD = [
    "",
    " ",
    "\r\n",
    "é",
    "e\u0301",
    "👨\u200d👩\u200d👧",
    "🇩🇪",
    "\u202bא\u202c",
    "U.S.",
    "3.5kg",
    "\t",
    "a",
]


def cells():
    return pytest.mark.parametrize(
        ("perturbation", "language"), CELLS, ids=lambda value: getattr(value, "name", value)
    )


def texts(language: str) -> st.SearchStrategy[str]:
    words = st.sampled_from([*SENTENCES[language].split(), *ODD])
    return st.lists(words, max_size=12).map(" ".join)


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> list[tuple[int, int]]:
    borders = st.integers(0, len(text))
    return [tuple(sorted((draw(borders), draw(borders)))) for _ in range(draw(st.integers(0, 4)))]


@cells()
@settings(max_examples=5)
@given(st.data())
def test_severity_zero_is_the_identity(perturbation, language, data):
    text = data.draw(texts(language))
    result = perturb(text, language=language, perturbation=perturbation, severity=0)
    assert (result.text, list(result.edits)) == (text, [])


@cells()
@settings(max_examples=12)
@given(st.data())
def test_text_spans_and_protection_follow_from_the_edits(perturbation, language, data):
    text = data.draw(texts(language))
    spans, protect = data.draw(spans_of(text)), data.draw(spans_of(text))
    result = perturb(
        text, language=language, perturbation=perturbation, severity=5, spans=spans, protect=protect
    )
    assert result.edits.apply(text) == result.text
    for edit in result.edits:
        assert text[edit.start : edit.end] != edit.text
        for border in {border for span in spans for border in span}:
            assert not edit.start < border < edit.end
            assert not edit.start == border == edit.end
    for (start, end), (low, high) in zip(spans, result.spans, strict=True):
        inner = [
            (edit.start - start, edit.end - start, edit.text)
            for edit in result.edits
            if start <= edit.start < end
        ]
        cell = EditList(inner, end - start).apply(text[start:end])
        assert result.text[low:high] == cell
        assert (end > start) == (high > low)
    for start, end in protect:
        low, high = result.edits.map_span(start, end)
        assert result.text[low:high] == text[start:end]
    assert result.text.encode("utf-8").decode("utf-8") == result.text


@cells()
@settings(max_examples=5)
@given(st.data())
def test_severities_nest(perturbation, language, data):
    text = data.draw(texts(language))
    example_id = data.draw(st.text("0123456789", min_size=1, max_size=3))
    before: set = set()
    for severity in range(1, 6):
        result = perturb(
            text,
            language=language,
            perturbation=perturbation,
            severity=severity,
            example_id=example_id,
        )
        assert before <= set(result.edits) or not perturbation.nested
        before = set(result.edits)


@cells()
@settings(max_examples=5)
@given(st.data())
def test_words_keep_their_count_and_stay_words(perturbation, language, data):
    words = data.draw(st.lists(st.sampled_from([*SENTENCES[language].split(), "", "1", "U.S."])))
    stay = data.draw(st.sets(st.sampled_from(range(len(words))))) if words else set()
    result = perturb_words(
        words, language=language, perturbation=perturbation, severity=5, protect=sorted(stay)
    )
    assert len(result.words) == len(words)
    for index, (word, new, edits) in enumerate(zip(words, result.words, result.edits, strict=True)):
        assert edits.apply(word) == new
        assert bool(new) == bool(word)
        assert len(new.split()) == len(word.split())
        assert new == word or index not in stay


@cells()
def test_well_formed_text_stays_well_formed(perturbation, language):
    text = long_text(language, 4000)
    result = perturb(text, language=language, perturbation=perturbation, severity=5)
    assert is_well_formed(result.text)
    assert result.text != text or perturbation.unit == "probability an example"


@pytest.mark.parametrize("perturbation", ALL, ids=lambda value: value.name)
def test_a_text_is_perturbed_alike_alone_in_a_batch_and_shuffled(perturbation):
    rows = [(str(index), long_text("de", 40 + index, seed=index)) for index in range(60)]
    state, numpy_state = random.getstate(), np.random.get_state()[1].copy()  # noqa: NPY002
    shuffled = random.Random(1).sample(rows, len(rows))
    setting = {"language": "de", "perturbation": perturbation, "severity": 4, "seed": 2}

    def batch(part):
        ids = [row[0] for row in part]
        results = perturb_batch([row[1] for row in part], example_ids=ids, **setting)
        return dict(zip(ids, results, strict=True))

    together, mixed = batch(rows), batch(shuffled)
    for example_id, text in rows:
        alone = perturb(text, example_id=example_id, **setting)
        assert alone == together[example_id] == mixed[example_id]
    assert random.getstate() == state
    assert (np.random.get_state()[1] == numpy_state).all()  # noqa: NPY002


def test_another_process_with_another_hash_seed_writes_the_same():
    program = (
        "from crosswind.noise.api import perturb;"
        "print(ascii(perturb('Das alte Haus am See', language='de', perturbation='typo',"
        "severity=5, seed=9).text))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = perturb(
        "Das alte Haus am See", language="de", perturbation="typo", severity=5, seed=9
    ).text
    assert outputs == {ascii(here) + "\n"}


def test_the_library_of_noise_loads_neither_torch_nor_pyarrow():
    program = (
        "import sys, crosswind.noise.api, crosswind.noise.policy, crosswind.noise.catalogue as c;"
        "c.support_matrix(['de', 'hi']);"
        "print({'torch', 'pyarrow', 'transformers', 'regex'} & set(sys.modules))"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert output.stdout == "set()\n"
