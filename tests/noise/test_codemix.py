"""Words out of a lexicon."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.catalogue import declared, support
from tests.noise.laws import LEXICON

NAME = f"codemix:{LEXICON}"


def test_without_a_lexicon_it_is_refused():
    with pytest.raises(ConfigError, match=r"needs a lexicon of yours: `codemix:FILE\.tsv`"):
        perturb("a dog", language="en", perturbation="codemix", severity=3)
    with pytest.raises(ConfigError, match=r"cannot be read.*Give its path behind the colon"):
        perturb("a dog", language="en", perturbation="codemix:missing.tsv", severity=3)


def test_words_of_the_lexicon_are_replaced_and_function_words_stay():
    ids = list(map(str, range(400)))
    setting = {"language": "en", "perturbation": NAME, "severity": 5, "example_ids": ids}
    found = {one.text for one in perturb_batch(["The Old cat"] * 400, **setting)}
    assert found == {"The Old cat", "The Viejo cat", "The Anciano cat"}


def test_half_of_the_listed_words_at_severity_five():
    text = "dog " * 2000
    found = perturb(text, language="en", perturbation=NAME, severity=5).text
    assert found.count("perro") / 2000 == pytest.approx(0.5, abs=0.05)


def test_words_of_a_row_gain_no_space():
    for example_id in "0123456789":
        found = perturb_words(
            ["taman"] * 3, language="id", perturbation=NAME, severity=5, example_id=example_id
        )
        assert set(found.words) == {"taman"}


def test_languages_are_those_of_the_lexicon():
    assert support(NAME, "hi").reason == "4 words in the lexicon"
    assert support(NAME, "de").reason == "the lexicon has no word of the language"
    assert support(NAME, "zh").level == "unsupported"


def test_the_version_is_that_of_the_content(tmp_path):
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    one.write_bytes(b"en\ta\tb\n")
    other.write_bytes(b"en\ta\tb\n")
    same = declared(f"codemix:{one}").version
    assert declared(f"codemix:{other}").version == same
    other.write_bytes(b"en\ta\tc\n")
    assert declared(f"codemix:{other}").version != same
