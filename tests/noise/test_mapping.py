"""Noise as a function of a batch of columns."""

import copy

import pytest

import crosswind as cw
from crosswind.core.errors import ConfigError, DataError

TEXTS = ["Die alte Frau geht jeden Morgen in den Park.", "Der Hund läuft hinterher."] * 10
NOISE = cw.NoiseMap(language="de", perturbation="typo", severity=5)


def test_rows_are_perturbed_by_their_positions_whatever_their_batch():
    whole = NOISE({"text": TEXTS, "label": [0] * 20}, range(20))
    assert list(whole) == ["text"]
    cuts = [(0, 7), (7, 14), (14, 20)]
    parts = [NOISE({"text": TEXTS[low:high]}, range(low, high)) for low, high in cuts]
    assert [text for part in parts for text in part["text"]] == whole["text"]
    assert (
        whole["text"][3]
        == cw.perturb(TEXTS[3], language="de", perturbation="typo", severity=5, example_id="3").text
    )


def test_ids_spans_and_edits_are_columns():
    noise = cw.NoiseMap(
        language="de",
        perturbation="typo",
        severity=5,
        column="context",
        id_column="id",
        spans_column="answers",
        edits_column="edits",
    )
    batch = {"context": TEXTS[:2], "id": [7, 8], "answers": [[[4, 13]], []]}
    found = noise(batch)
    assert set(found) == {"context", "answers", "edits"}
    alone = cw.perturb(
        TEXTS[0],
        language="de",
        perturbation="typo",
        severity=5,
        example_id="7",
        field="context",
        spans=[(4, 13)],
    )
    assert found["context"][0] == alone.text
    assert found["answers"] == [[list(alone.spans[0])], []]
    assert found["edits"][0] == [list(edit) for edit in alone.edits]


def test_lists_of_words_keep_their_count():
    noise = cw.NoiseMap(
        language="de", perturbation="typo", severity=5, column="tokens", edits_column="edits"
    )
    rows = [text.split() for text in TEXTS]
    found = noise({"tokens": rows}, list(range(20)))
    assert [len(row) for row in found["tokens"]] == [len(row) for row in rows]
    assert [len(row) for row in found["edits"]] == [len(row) for row in rows]
    assert found["tokens"] != rows


def test_it_is_a_value_without_state():
    assert copy.deepcopy(NOISE) == NOISE
    assert hash(NOISE) == hash(copy.deepcopy(NOISE))
    assert NOISE({"text": []}, []) == {"text": []}


def test_misuse_is_one_error():
    with pytest.raises(ConfigError, match="with_indices=True"):
        NOISE({"text": TEXTS})
    with pytest.raises(ConfigError, match="no such column"):
        NOISE({"texts": TEXTS}, range(20))
    with pytest.raises(DataError, match="batched=True"):
        NOISE({"text": "Ein Satz"}, [0])
    with pytest.raises(ConfigError, match="its own entry"):
        NOISE({"text": TEXTS}, range(3))
    words = cw.NoiseMap(
        language="de", perturbation="typo", severity=5, column="tokens", spans_column="spans"
    )
    with pytest.raises(ConfigError, match="words have no spans"):
        words({"tokens": [["a"]], "spans": [[]]}, [0])


def test_a_data_set_is_mapped():
    datasets = pytest.importorskip("datasets")
    data = datasets.Dataset.from_dict({"text": TEXTS})
    mapped = data.map(NOISE, batched=True, batch_size=7, with_indices=True)
    assert mapped["text"][:] == NOISE({"text": TEXTS}, range(20))["text"]
