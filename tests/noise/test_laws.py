"""The laws that hold for every perturbation in every language it supports.

Each law looks at some languages of each perturbation, which languages being fixed by a digest of
law and names; `pytest -m slow tests/noise/test_laws.py` looks at all of them.
"""

import os
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.hashing import text_digest
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support
from crosswind.noise.dose import realized
from crosswind.noise.perturbation import Perturbation
from tests.noise.laws import EXAMPLES, Case, broken_laws, of_words
from tests.noise.samples import CHAT, SENTENCES, long_text

# `codemix` acts with a lexicon only, and stands among the examples with one.
ALL: list[Perturbation] = [
    *(PERTURBATIONS.get(name) for name in PERTURBATIONS.names() if name != "codemix"),
    *EXAMPLES,
]
ODD = [
    *(
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
    ),
    *("\t", "a", "no", "don't", "12", "Привет", "क्षि", "ไม่", "不", "ẞ", "\u0301", "ﷺ", "한"),
]
# Languages that a law looks at, of each perturbation.
SAMPLED = 5

EACH = pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)
SCOPES = pytest.mark.parametrize("scope", ["some", pytest.param("all", marks=pytest.mark.slow)])


def supported(perturbation: Perturbation) -> list[str]:
    return [tag for tag in XTREME_R if support(perturbation, tag).level != "unsupported"]


def languages(perturbation: Perturbation, law: str, scope: str) -> list[str]:
    """All languages, or a few that a digest chooses."""
    found = supported(perturbation)
    if scope == "all":
        return found
    found.sort(key=lambda tag: text_digest(f"{law} {perturbation.name} {tag}"))
    return found[:SAMPLED]


def texts(language: str) -> st.SearchStrategy[str]:
    words = st.sampled_from([*SENTENCES[language].split(), SENTENCES[language], *ODD])
    return st.lists(words, max_size=8).map(" ".join)


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> list[tuple[int, int]]:
    borders = st.integers(0, len(text))
    return [tuple(sorted((draw(borders), draw(borders)))) for _ in range(draw(st.integers(0, 3)))]


def for_all(tags: list[str], law, each: int) -> None:
    """Check a law on drawn data, `each` times a language."""

    @settings(max_examples=each * len(tags))
    @given(st.data())
    def drawn(data: st.DataObject) -> None:
        law(data, data.draw(st.sampled_from(tags)))

    drawn()


@EACH
@SCOPES
def test_severity_zero_is_the_identity(perturbation, scope):
    def law(data, language):
        text = data.draw(texts(language))
        result = perturb(text, language=language, perturbation=perturbation, severity=0)
        assert (result.text, list(result.edits)) == (text, [])

    for_all(languages(perturbation, "identity", scope), law, 1)


@EACH
@SCOPES
def test_edits_offsets_spans_writing_and_guard(perturbation, scope):
    def law(data, language):
        text = data.draw(texts(language))
        case = Case(
            perturbation=perturbation,
            language=language,
            text=text,
            spans=data.draw(spans_of(text)),
            protect=data.draw(st.one_of(st.just([]), spans_of(text))),
            guard=data.draw(st.booleans()),
        )
        result = perturb(
            text,
            language=language,
            perturbation=perturbation,
            severity=data.draw(st.sampled_from([5, 5, 3])),
            spans=case.spans,
            protect=case.protect,
            guard=case.guard,
            example_id=data.draw(st.sampled_from("0123456789")),
        )
        assert broken_laws(case, result) == []

    for_all(languages(perturbation, "edits", scope), law, 5)


@EACH
@SCOPES
def test_severities_nest(perturbation, scope):
    if not perturbation.nested:
        pytest.skip("its card says that severities do not nest")

    def law(data, language):
        text = data.draw(texts(language))
        setting = {
            "language": language,
            "perturbation": perturbation,
            "example_id": data.draw(st.text("0123456789", min_size=1, max_size=3)),
            "spans": data.draw(st.one_of(st.just([]), spans_of(text))),
            "guard": data.draw(st.booleans()),
        }
        before: set = set()
        for severity in range(1, 6):
            edits = set(perturb(text, severity=severity, **setting).edits)
            assert before <= edits
            before = edits

    for_all(languages(perturbation, "nesting", scope), law, 2)


@EACH
@SCOPES
def test_words_keep_their_count_and_stay_words(perturbation, scope):
    if perturbation.label_policy("tagging") == "refused":
        pytest.skip("its card says that it acts on running text only")

    def law(data, language):
        words = data.draw(st.lists(st.sampled_from([*SENTENCES[language].split(), *ODD, "a b"])))
        stay = data.draw(st.sets(st.sampled_from(range(len(words))))) if words else set()
        result = perturb_words(
            words, language=language, perturbation=perturbation, severity=5, protect=sorted(stay)
        )
        assert of_words(words, result) == []
        assert all(result.words[index] == words[index] for index in stay)

    for_all(languages(perturbation, "words", scope), law, 2)


@EACH
@SCOPES
def test_the_realized_rate_is_the_target(perturbation, scope):
    if perturbation.unit in {"level", "share of the text", "tokens an example"}:
        pytest.skip(f"{perturbation.unit} is no rate")
    for language in languages(perturbation, "rate", scope)[: 3 if scope == "some" else None]:
        length = 100 if perturbation.unit == "probability an example" else 1000
        many = [long_text(language, length, seed=seed) for seed in range(100_000 // length)]
        for severity in (3, 5):
            found = realized(perturbation, many, language=language, severity=severity)
            # What exceeds 1 varies how the sites are edited: all of them are.
            expected = min(perturbation.strength(severity), 1.0) * found.units
            tolerance = max(0.1, 4 / max(expected, 1e-9) ** 0.5)
            assert found.edits == pytest.approx(expected, rel=tolerance), language


@EACH
def test_the_rate_does_not_depend_on_the_length_of_a_text(perturbation):
    if perturbation.unit in {"level", "share of the text", "tokens an example"}:
        pytest.skip(f"{perturbation.unit} is no rate")
    if perturbation.unit == "probability an example":
        pytest.skip("a trait of the example")
    (language, *_) = languages(perturbation, "length", "some")
    found = [
        realized(
            perturbation,
            [long_text(language, length, seed=seed) for seed in range(100_000 // length)],
            language=language,
            severity=5,
        )
        for length in (50, 10_000)
    ]
    short, long = (one.edits / max(one.units, 1) for one in found)
    assert short == pytest.approx(long, rel=max(0.1, 4 / max(found[0].edits, 1) ** 0.5))


@EACH
def test_a_text_is_perturbed_alike_alone_in_a_batch_and_shuffled(perturbation):
    (language, *_) = languages(perturbation, "batch", "some")
    rows = [(str(index), long_text(language, 3 * index, seed=index)) for index in range(40)]
    state, numpy_state = random.getstate(), np.random.get_state()[1].copy()  # noqa: NPY002
    shuffled = random.Random(1).sample(rows, len(rows))
    setting = {"language": language, "perturbation": perturbation, "severity": 4, "seed": 2}

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


@EACH
def test_equal_texts_are_hit_at_unrelated_places(perturbation):
    if perturbation.unit not in {"character error rate", "keystroke error rate"}:
        pytest.skip("asked of errors that fall anywhere")
    (language, *_) = languages(perturbation, "independence", "some")
    text = long_text(language, 400)
    setting = {"language": language, "perturbation": perturbation, "severity": 5}
    results = perturb_batch([text] * 300, example_ids=list(map(str, range(300))), **setting)
    hits = np.zeros((300, len(text) + 1))
    for row, result in enumerate(results):
        hits[row, [edit.start for edit in result.edits]] = 1
    varied = hits[:, hits.std(axis=0) > 0]
    correlations = np.corrcoef(varied - varied.mean(axis=0))[np.triu_indices(300, 1)]
    assert abs(correlations.mean()) < 0.01


@EACH
def test_something_happens_in_every_supported_language(perturbation):
    for language in supported(perturbation):
        if support(perturbation, language).level == "conditional":
            continue
        tag, text = perturbation.example
        many = [long_text(language, 200, seed=seed) for seed in range(20)]
        many += [text] * 20 if tag == language else [CHAT.get(language, "")] * 20
        setting = {"language": language, "perturbation": perturbation, "severity": 5}
        results = perturb_batch(many, example_ids=list(map(str, range(len(many)))), **setting)
        assert any(result.edits for result in results), language


def test_another_process_with_another_hash_seed_writes_the_same():
    program = (
        "from crosswind.noise.api import perturb;"
        "print(ascii(perturb('Das alte Haus am See', language='de', perturbation='typo',"
        "severity=5, seed=9).text))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
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
        "import sys, crosswind.noise.api, crosswind.noise.policy, crosswind.noise.promise as p;"
        "import crosswind.noise.catalogue as c;"
        "found = [c.PERTURBATIONS.get(name) for name in c.PERTURBATIONS.names()];"
        "p.matrix(found);"
        "print({'torch', 'pyarrow', 'transformers', 'regex'} & set(sys.modules))"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert output.stdout == "set()\n"
