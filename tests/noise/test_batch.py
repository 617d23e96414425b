"""Chunks of a batch do not show in its results."""

from crosswind.noise import batch
from crosswind.noise.batch import Noise, perturb_all, perturb_word_rows
from tests.noise.samples import long_text


def test_chunks_do_not_show(monkeypatch):
    texts = [long_text("ru", 10 + 37 * index, seed=index) for index in range(40)]
    ids = [str(index) for index in range(40)]
    noise = Noise(perturbation="typo", language="ru", severity=4)
    whole = perturb_all(noise, texts, example_ids=ids)
    rows = [text.split() for text in texts]
    whole_rows = perturb_word_rows(noise, rows, example_ids=ids)
    monkeypatch.setattr(batch, "CHUNK", 100)
    assert perturb_all(noise, texts, example_ids=ids) == whole
    assert perturb_word_rows(noise, rows, example_ids=ids) == whole_rows


def test_edits_of_words_are_those_of_the_flat_text():
    rows = [long_text("de", 300).split()]
    noise = Noise(perturbation="typo", language="de", severity=5)
    (result,) = perturb_word_rows(noise, rows, example_ids=["0"])
    assert sum(map(len, result.edits)) > 5
    for word, new, edits in zip(rows[0], result.words, result.edits, strict=True):
        assert edits.map_offset(0, "left") == 0
        assert edits.map_offset(len(word), "right") == len(new)
