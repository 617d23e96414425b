"""Romanisation: habits of a writer, cells of spans, punctuation."""

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.catalogue import support

TEXT = "яма яма яма яма яма яма яма яма"


def test_a_writer_keeps_to_a_spelling_until_severity_five():
    ids = list(map(str, range(50)))
    setting = {"language": "ru", "perturbation": "romanise", "example_ids": ids}
    steady = [set(one.text.split()) for one in perturb_batch([TEXT] * 50, severity=4, **setting)]
    assert {len(words) for words in steady} == {1}
    assert set.union(*steady) == {"yama", "jama", "iama"}
    varied = [set(one.text.split()) for one in perturb_batch([TEXT] * 50, severity=5, **setting)]
    assert sum(len(words) > 1 for words in varied) > 25


def test_spans_within_a_word_are_cells_and_are_mapped():
    text = "Вчера мы были в Москве."
    start = text.index("Москв")
    result = perturb(
        text, language="ru", perturbation="romanise", severity=4, spans=[(start, start + 5)]
    )
    low, high = result.spans[0]
    assert (result.text[low:high], result.text[high:]) in {("Moskv", "e."), ("Moskv", "ye.")}


def test_punctuation_becomes_latin():
    found = perturb("नमस्ते। ठीक है।", language="hi", perturbation="romanise", severity=4).text
    assert found.isascii()
    assert found.count(".") == 2
    assert perturb("你好，世界。", language="zh", perturbation="romanise", severity=4).text == (
        "ni hao, shi jie."
    )


def test_words_stay_words():
    found = perturb_words(["公园", "，", "小"], language="zh", perturbation="romanise", severity=4)
    assert found.words == ("gongyuan", ",", "xiao")


def test_languages_in_latin_letters_are_unsupported():
    assert support("romanise", "de").level == "unsupported"
    assert support("romanise", "ar").level == "generic"
    assert support("romanise", "ru").level == "full"
