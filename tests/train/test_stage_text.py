"""The text of one stage: labels, rows, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.model.encoders import encoder_digest
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.codecs import write_examples
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import TextRules
from crosswind.train.stage_text import read_stage_text

RULES = TextRules(kind="classification", fields=("text",), labels=(), max_tokens=16)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    folder = tiny_encoder_folder(tmp_path_factory.mktemp("encoder"))
    return open_reader(folder, encoder_digest(folder))


def written(folder: Path, labels: str, n_words: int = 2) -> Path:
    """One sentence for each letter of `labels`."""
    folder.mkdir()
    words = ("sun", "fog") * n_words
    examples = [
        Example(
            example_id=str(index),
            parallel_id=str(index),
            language="en",
            texts={"text": " ".join(words)},
            words=words,
            tags=tuple(label if word == "sun" else "z" for word in words),
            label=label,
        )
        for index, label in enumerate(labels)
    ]
    write_examples(folder, examples)
    return folder


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(labels=st.text("abcd", min_size=2, max_size=12).filter(lambda text: len(set(text)) > 1))
def test_every_example_is_a_row_whose_target_is_its_label(
    reader: PieceReader, tmp_path_factory: pytest.TempPathFactory, labels: str
) -> None:
    train = written(tmp_path_factory.mktemp("law") / "train", labels)
    text = read_stage_text([train], None, reader, RULES)
    assert text.labels == tuple(sorted(set(labels)))
    assert "".join(text.labels[row.target[0]] for row in text.training.rows) == labels
    assert (text.n_examples, text.held_out.rows) == (len(labels), ())


def test_artifacts_are_read_one_after_another(reader: PieceReader, tmp_path: Path) -> None:
    folders = [written(tmp_path / "one", "ab"), written(tmp_path / "two", "ca")]
    text = read_stage_text(folders, None, reader, RULES)
    assert [text.labels[row.target[0]] for row in text.training.rows] == ["a", "b", "c", "a"]


def test_declared_labels_keep_their_order(reader: PieceReader, tmp_path: Path) -> None:
    rules = replace(RULES, labels=("b", "c", "a"))
    text = read_stage_text([written(tmp_path / "train", "ab")], None, reader, rules)
    assert text.labels == ("b", "c", "a")
    assert [row.target for row in text.training.rows] == [(2,), (0,)]


def test_labels_of_tagging_are_its_tags(reader: PieceReader, tmp_path: Path) -> None:
    rules = replace(RULES, kind="tagging")
    text = read_stage_text([written(tmp_path / "train", "aa")], None, reader, rules)
    assert text.labels == ("a", "z")


def test_spans_have_no_labels(reader: PieceReader, tmp_path: Path) -> None:
    rules = replace(RULES, kind="span_qa", fields=("text", "text"))
    text = read_stage_text([written(tmp_path / "train", "a")], None, reader, rules)
    assert text.labels == ()
    assert {row.target for row in text.training.rows} == {(0, 0)}


def test_inputs_hold_training_and_validation_text(reader: PieceReader, tmp_path: Path) -> None:
    train = written(tmp_path / "train", "ab")
    validation = written(tmp_path / "validation", "ba", n_words=1)
    text = read_stage_text([train], validation, reader, RULES)
    lengths = {len(row.ids) for row in text.inputs()}
    assert len(list(text.inputs())) == 4
    assert len(lengths) == 2
    assert [row.target for row in text.held_out.rows] == [(1,), (0,)]


def test_selection_reads_the_first_500_examples(reader: PieceReader, tmp_path: Path) -> None:
    train = written(tmp_path / "train", "ab")
    validation = written(tmp_path / "validation", "ab" * 260)
    text = read_stage_text([train], validation, reader, RULES)
    assert len(text.held_out.rows) == 500


@pytest.mark.parametrize(
    ("train", "validation", "message"),
    [
        ("", "ab", "the training text is empty"),
        ("aaa", "ab", "one label only"),
        ("ab", "", "the validation text is empty"),
        ("ab", "c", "a label that is not trained"),
    ],
)
def test_text_that_cannot_train_is_refused(
    reader: PieceReader, tmp_path: Path, train: str, validation: str, message: str
) -> None:
    folders = written(tmp_path / "train", train), written(tmp_path / "validation", validation)
    with pytest.raises(DataError, match=message) as caught:
        read_stage_text([folders[0]], folders[1], reader, RULES)
    assert caught.value.action
