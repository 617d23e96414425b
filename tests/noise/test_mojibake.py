"""Mix-ups of encodings, checked by hand."""

import pytest

from crosswind.noise.api import perturb, perturb_batch
from crosswind.noise.catalogue import support
from crosswind.noise.guards import negators
from tests.noise.samples import SENTENCES


def results(language: str, text: str, severity: int = 5, n: int = 120, **more):
    ids = [str(index) for index in range(n)]
    setting = {"language": language, "perturbation": "mojibake", "severity": severity, **more}
    return perturb_batch([text] * n, example_ids=ids, **setting)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "schön", "schÃ¶n"),
        ("de", "schön", "schÃƒÂ¶n"),
        ("de", "schön", "sch&ouml;n"),
        ("de", "schön", "sch&#246;n"),
        ("de", "schön", "sch\ufffdn"),
        ("de", "schön", "sch?n"),
        ("de", "schön", "sch÷n"),
        ("ru", "привет", "ïðèâåò"),
        ("ru", "привет", "РїСЂРёРІРµС‚"),
        ("pl", "żółw", "¿ó³w"),
        ("el", "και", "êáé"),
        ("ar", "سلام", "ÓáÇã"),
        ("ko", "한국", "ÇÑ±¹"),
        ("zh", "你好", "ÄãºÃ"),
        ("fr", "10 €", "10 &euro;"),
    ],
)
def test_known_mix_ups_occur(language, text, expected):
    assert expected in {result.text for result in results(language, text)}


def test_what_is_garbled_is_one_run():
    text = SENTENCES["ru"]
    for severity, most in ((2, 0.4), (3, 0.5), (4, 0.8)):
        for result in results("ru", text, severity):
            touched = [edit.start for edit in result.edits]
            between = text[min(touched) : max(touched) + 1]
            assert all(letter.isascii() for letter in _kept(between, touched))
            assert len(between) <= most * len(text)


def _kept(between: str, touched: list[int]) -> list[str]:
    first = min(touched)
    return [letter for place, letter in enumerate(between) if place + first not in touched]


def test_severity_1_is_one_word():
    for result in results("ru", SENTENCES["ru"], 1):
        assert " " not in SENTENCES["ru"][result.edits[0].start : result.edits[-1].end]


def test_nothing_hidden_is_written():
    for language in ("ru", "hi", "ja", "vi"):
        for result in results(language, SENTENCES[language]):
            assert not any(0x7F <= ord(letter) < 0xA0 for letter in result.text)
            assert len(result.text.splitlines()) == 1


def test_ascii_survives_and_such_languages_are_left_out():
    assert support("mojibake", "en").level == "conditional"
    assert not perturb("plain text", language="de", perturbation="mojibake", severity=5).edits


def test_answers_and_negators_stay_what_they_are():
    text = "Он не знает, где Толстой жил зимой."
    start = text.index("Толстой")
    for result in results("ru", text, spans=[[(start, start + 7)]] * 120, guard=True):
        assert " не " in result.text
        low, high = result.spans[0]
        assert result.text[high:].startswith(" ")
        assert result.text[low - 1] == " "
    assert "не" in negators("ru")
