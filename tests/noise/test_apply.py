"""The step: fields by policy, gold kept or mapped, counts told."""

import dataclasses
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.apply import PerturbParams, perturb_examples
from crosswind.noise.catalogue import supported
from crosswind.records.codecs import read_edits, read_examples, read_refusal, write_examples
from crosswind.records.example import Answer, Example
from tests.noise.samples import SENTENCES

BASE = PerturbParams(
    task="toy",
    kind="classification",
    split="test",
    language="de",
    perturbation="typo",
    version=supported("typo", "en").version,
    severity=5,
    seed=1,
)


def example(index: int, **parts) -> Example:
    return Example(example_id=str(index), parallel_id=f"p{index}", language="de", **parts)


def run(tmp_path: Path, params: PerturbParams, examples: list[Example]):
    source, out = tmp_path / "clean", tmp_path / "noisy"
    for folder in (source, out):
        folder.mkdir()
    write_examples(source, examples)
    summary = perturb_examples(params, examples=source, out=out, options=RunOptions())
    return summary, read_examples(out), read_edits(out)


def test_both_sides_of_a_pair_get_noise_of_their_own(tmp_path):
    text = SENTENCES["de"]
    clean = [example(i, texts={"premise": text, "hypothesis": text}, label="a") for i in range(9)]
    params = dataclasses.replace(BASE, kind="pair_classification")
    summary, noisy, edits = run(tmp_path, params, clean)
    assert [(one.example_id, one.parallel_id, one.label) for one in noisy] == [
        (one.example_id, one.parallel_id, one.label) for one in clean
    ]
    assert all(one.texts["premise"] != one.texts["hypothesis"] for one in noisy)
    assert (summary["n_examples"], summary["n_changed"], summary["n_eligible"]) == (9, 9, 9)
    assert 0.05 < summary["character_error_rate"] < 0.11
    assert summary["character_error_rate"] < summary["word_error_rate"] < 0.6
    assert sum(summary["operation_shares"].values()) == pytest.approx(1)
    assert len(edits) == summary["n_edits"]
    assert {edit.field for edit in edits} == {"premise", "hypothesis"}


def test_tags_stay_with_their_words(tmp_path):
    words = tuple(SENTENCES["de"].split())
    clean = [example(i, words=words, tags=("X",) * len(words)) for i in range(5)]
    _, noisy, edits = run(tmp_path, dataclasses.replace(BASE, kind="tagging"), clean)
    for one in noisy:
        assert one.tags == clean[0].tags
        assert len(one.words) == len(words)
    for edit in edits:
        place = int(edit.field.removeprefix("words:"))
        assert edit.end <= len(words[place])
        assert noisy[int(edit.example_id)].words[place] != words[place]


def test_answers_are_mapped_into_a_perturbed_context(tmp_path):
    context = SENTENCES["de"]
    answers = (Answer(start=7, text="Nachbarin"), Answer(start=7, text="Nachbarin führt"))
    texts = {"question": "Wer führt den Hund aus?", "context": context}
    clean = [example(i, texts=texts, answers=answers) for i in range(20)]
    params = dataclasses.replace(BASE, kind="span_qa", sides="context")
    _, noisy, _ = run(tmp_path, params, clean)
    assert any(one.answers != answers for one in noisy)
    for one in noisy:
        assert one.texts["question"] == texts["question"]
        for answer in one.answers:
            end = answer.start + len(answer.text)
            assert one.texts["context"][answer.start : end] == answer.text
            assert answer.text


def test_an_answer_that_stands_elsewhere_is_refused(tmp_path):
    texts = {"question": "Wer?", "context": "Der Hund"}
    clean = [example(0, texts=texts, answers=(Answer(start=0, text="Hund"),))]
    params = dataclasses.replace(BASE, kind="span_qa", sides="context")
    with pytest.raises(DataError, match="does not stand"):
        run(tmp_path, params, clean)


def test_a_cell_without_anything_to_change_is_refused(tmp_path):
    summary, noisy, _ = run(tmp_path, BASE, [example(0, texts={"text": "1 + 1 = 2"})])
    assert (summary["n_eligible"], summary["n_changed"]) == (0, 0)
    assert noisy[0].texts["text"] == "1 + 1 = 2"
    assert "nothing to change in 1 de texts" in read_refusal(tmp_path / "noisy")


def test_a_cell_that_could_change_but_does_not_is_fine(tmp_path):
    params = dataclasses.replace(BASE, severity=1)
    summary, noisy, _ = run(tmp_path, params, [example(0, texts={"text": "Hund"})])
    assert (summary["n_eligible"], summary["n_changed"]) == (1, 0)
    assert noisy[0].texts["text"] == "Hund"


def test_another_version_and_an_unsupported_cell_are_refused(tmp_path):
    with pytest.raises(DataError, match="another version"):
        run(tmp_path, dataclasses.replace(BASE, version=99), [example(0, texts={"text": "a"})])
    with pytest.raises(ConfigError, match="cannot act"):
        perturb_examples(
            dataclasses.replace(BASE, language="zh"),
            examples=tmp_path / "clean",
            out=tmp_path / "noisy",
            options=RunOptions(),
        )


def test_texts_of_a_pair_get_the_noise_of_their_own_language(tmp_path):
    german, english = SENTENCES["de"], SENTENCES["en"]
    params = dataclasses.replace(BASE, kind="pair_classification")

    def noisy(name: str, label: str, first: str, second: str) -> dict[str, str]:
        (tmp_path / name).mkdir()
        clean = [example(1, texts={"premise": first, "hypothesis": second}, label="a")]
        _, rows, _ = run(tmp_path / name, dataclasses.replace(params, language=label), clean)
        return rows[0].texts

    pair = noisy("pair", "de+en", german, english)
    assert pair["premise"] == noisy("de", "de", german, german)["premise"]
    assert pair["hypothesis"] == noisy("en", "en", english, english)["hypothesis"]


def test_the_question_of_a_pair_is_in_the_second_language(tmp_path):
    texts = {"question": SENTENCES["en"], "context": "天气很好。"}
    params = dataclasses.replace(BASE, kind="span_qa", language="zh+en")
    summary, noisy, _ = run(tmp_path, params, [example(1, texts=texts)])
    assert summary["n_changed"] == 1
    assert noisy[0].texts["context"] == "天气很好。"


def test_kept_fields_stay(tmp_path):
    text = SENTENCES["de"]
    clean = [example(1, texts={"premise": text, "question": text, "choice1": text}, label="0")]
    params = dataclasses.replace(BASE, kind="multiple_choice", kept_fields=("question",))
    _, noisy, edits = run(tmp_path, params, clean)
    assert noisy[0].texts["question"] == text
    assert {edit.field for edit in edits} == {"premise", "choice1"}
