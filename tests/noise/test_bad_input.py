"""Whatever is handed over has a defined result, or one error of five parts."""

import numpy as np
import pytest

from crosswind.core.errors import ConfigError, CrosswindError, DataError
from crosswind.noise.api import perturb, perturb_batch, perturb_words, perturb_words_batch
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support
from tests.noise.laws import Case, broken_laws, of_words
from tests.noise.samples import SENTENCES, long_text

# `codemix` alone is refused: it needs a lexicon.
NAMES = tuple(name for name in PERTURBATIONS.names() if name != "codemix")
SETTING = {"language": "de", "perturbation": "typo", "severity": 5}
MIXED = "Ein книга 本 คำ שלום مرحبا नमस्ते 😀 한국어 e\u0301 12 km² ﷺ"


def language_of(name: str) -> str:
    return PERTURBATIONS.get(name).example[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", " ", "\n", "a", "é", "不", "क", "😀", "\u0301", "1", MIXED])
def test_short_and_mixed_texts_have_a_result(name, text):
    perturbation = PERTURBATIONS.get(name)
    for severity in (1, 5):
        for guard in (False, True):
            case = Case(
                perturbation=perturbation,
                language=language_of(name),
                text=text,
                spans=[(0, len(text)), (0, 0), (len(text), len(text)), (0, len(text) // 2)],
                guard=guard,
            )
            result = perturb(
                text,
                language=case.language,
                perturbation=name,
                severity=severity,
                spans=case.spans,
                guard=guard,
            )
            assert broken_laws(case, result) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_million_characters(name):
    text = long_text(language_of(name), 1_000_000)
    result = perturb(text, language=language_of(name), perturbation=name, severity=5)
    assert result.edits.apply(text) == result.text
    without_spaces = "x" * 1_000_000
    perturb(without_spaces, language=language_of(name), perturbation=name, severity=3, guard=True)


@pytest.mark.parametrize("name", NAMES)
def test_words_with_spaces_and_empty_words_keep_their_places(name):
    words = ["New York", " ", "", "a b", "\t", *SENTENCES[language_of(name)].split()]
    if PERTURBATIONS.get(name).label_policy("tagging") == "refused":
        with pytest.raises(ConfigError, match="running text only"):
            perturb_words(words, language=language_of(name), perturbation=name, severity=5)
        return
    result = perturb_words(words, language=language_of(name), perturbation=name, severity=5)
    assert of_words(words, result) == []


def test_spans_that_overlap_are_all_mapped():
    text = SENTENCES["de"]
    spans = [(0, 10), (5, 20), (5, 20), (7, 8), (0, len(text))]
    result = perturb(text, **SETTING, spans=spans)
    assert len(result.spans) == 5
    assert result.spans[1] == result.spans[2]
    assert result.spans[4] == (0, len(result.text))


@pytest.mark.parametrize("language", ["", "x", "english", "de-", "d", None, 7, ["de"], "zz"])
def test_a_wrong_tag_is_one_error(language):
    with pytest.raises(ConfigError) as found:
        perturb("abc", **{**SETTING, "language": language})
    assert found.value.allowed or found.value.action


@pytest.mark.parametrize("perturbation", ["typos", "", None, 7, ["typo"]])
def test_an_unknown_perturbation_is_one_error(perturbation):
    with pytest.raises(ConfigError, match="unknown perturbation"):
        perturb("abc", **{**SETTING, "perturbation": perturbation})


@pytest.mark.parametrize("severity", [6, -1, 2.5, "3", None, True, [1]])
def test_a_severity_outside_the_ladder_is_one_error(severity):
    with pytest.raises(ConfigError, match="outside the ladder"):
        perturb("abc", **{**SETTING, "severity": severity})


def test_severity_zero_is_the_identity_for_every_cell():
    for name in NAMES:
        for tag in XTREME_R:
            if support(name, tag).level != "unsupported":
                result = perturb(SENTENCES[tag], language=tag, perturbation=name, severity=0)
                assert (result.text, result.flags) == (SENTENCES[tag], ("unchanged",))


@pytest.mark.parametrize(
    "call",
    [
        lambda: perturb("a\ud800", **SETTING),
        lambda: perturb("a\ud800", **{**SETTING, "severity": 0}),
        lambda: perturb(b"abc", **SETTING),
        lambda: perturb("abc", **SETTING, seed="1"),
        lambda: perturb("abc", **SETTING, spans=[(0, 9)]),
        lambda: perturb("abc", **SETTING, spans=7),
        lambda: perturb("abc", **SETTING, spans=[None]),
        lambda: perturb("abc", **SETTING, protect=None),
        lambda: perturb("abc", **SETTING, example_id=3),
        lambda: perturb_batch("abc", **SETTING, example_ids=["0"]),
        lambda: perturb_batch(None, **SETTING, example_ids=["0"]),
        lambda: perturb_batch(["abc"], **SETTING, example_ids="0"),
        lambda: perturb_batch(["abc"], **SETTING, example_ids=[]),
        lambda: perturb_batch(["abc"], **SETTING, example_ids=["0"], spans=[None]),
        lambda: perturb_batch(["abc"], **SETTING, example_ids=["0"], spans=[]),
        lambda: perturb_words("abc", **SETTING),
        lambda: perturb_words(["a", None], **SETTING),
        lambda: perturb_words(["a\ud800"], **SETTING),
        lambda: perturb_words(["a"], **SETTING, protect=["0"]),
        lambda: perturb_words_batch(["ab"], **SETTING, example_ids=["0"]),
        lambda: perturb_words_batch([["a"]], **SETTING, example_ids=["0"], protect=[None]),
    ],
)
def test_misuse_is_one_error(call):
    with pytest.raises(CrosswindError) as found:
        call()
    assert found.value.problem
    assert found.value.allowed or found.value.action


def test_numbers_and_texts_of_numpy_are_taken():
    texts = np.array(["Das Haus am See", "Der Weg"])
    spans = [np.array([[0, 3]]).tolist(), [(np.int64(0), np.int32(3))]]
    results = perturb_batch(texts, **SETTING, example_ids=["0", "1"], spans=spans)
    assert [type(border) for one in results for span in one.spans for border in span] == [int] * 4


def test_an_error_names_its_text():
    with pytest.raises(DataError, match="text 1, code point 2"):
        perturb_batch(["ab", "cd\udfff"], **SETTING, example_ids=["0", "1"])
