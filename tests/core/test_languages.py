"""Language tags as the benchmarks write them."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language, is_right_to_left, script_of

XTREME_LANGUAGES = [
    "af",
    "ar",
    "bg",
    "bn",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fr",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ja",
    "jv",
    "ka",
    "kk",
    "ko",
    "ml",
    "mr",
    "ms",
    "my",
    "nl",
    "pt",
    "ru",
    "sw",
    "ta",
    "te",
    "th",
    "tl",
    "tr",
    "ur",
    "vi",
    "yo",
    "zh",
]


@pytest.mark.parametrize("tag", XTREME_LANGUAGES)
def test_the_tags_of_the_benchmarks_are_canonical_already(tag: str) -> None:
    assert canonical_language(tag) == tag


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("swh", "sw"),
        ("cmn", "zh"),
        ("deu", "de"),
        ("pes", "fa"),
        ("DE", "de"),
        ("pt_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("arb", "ar"),
        ("nob", "nb"),
        ("fil", "tl"),
        ("iw", "he"),
    ],
)
def test_other_spellings_are_brought_to_it(tag: str, canonical: str) -> None:
    assert canonical_language(tag) == canonical
    assert canonical_language(canonical) == canonical


@pytest.mark.parametrize("tag", ["", "english", "d", "xx-", "d€", "123", "zz-zz-zz-zz", "xnli"])
def test_what_is_no_tag_is_refused_with_its_place(tag: str) -> None:
    with pytest.raises(ConfigError, match="BCP 47") as caught:
        canonical_language(tag, place="a.toml:4")
    assert caught.value.place == "a.toml:4"
    assert caught.value.value == tag


@pytest.mark.parametrize(
    ("tag", "script", "right_to_left"),
    [
        ("ru", "Cyrl", False),
        ("ur", "Arab", True),
        ("he", "Hebr", True),
        ("th", "Thai", False),
        ("sr-Latn", "Latn", False),
        ("zh", "Hans", False),
        ("zh-TW", "Hant", False),
    ],
)
def test_script_and_direction(tag: str, script: str, right_to_left: bool) -> None:
    assert script_of(tag) == script
    assert is_right_to_left(tag) is right_to_left


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("german", "de"),
        ("Germn", "de"),
        ("Swahili", "sw"),
        ("qqqqqqqqq", ""),
        ("", ""),
        ("d e", ""),
    ],
)
def test_the_name_of_a_language_leads_to_its_tag(written: str, nearest: str) -> None:
    with pytest.raises(ConfigError) as caught:
        canonical_language(written)
    assert caught.value.nearest == nearest
