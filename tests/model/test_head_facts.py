import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.core.errors import EncoderError
from crosswind.model.head_facts import adopted_head, head_of
from crosswind.model.sources import encoder_source
from crosswind.testing.tiny import tiny_encoder_folder
from tests.model.adopted_folders import HEADS, adopted_folder


@pytest.mark.parametrize("kind", HEADS)
def test_a_saved_model_tells_its_head(tmp_path: Path, kind: str) -> None:
    labels = ("no", "yes") if kind in {"pair_classification", "tagging"} else ()
    folder = adopted_folder(tmp_path / "model", "XLMRoberta", kind, labels)
    head = adopted_head(encoder_source(str(folder), offline=True), offline=True)
    assert head.architecture == f"XLMRoberta{HEADS[kind]}"
    assert kind in head.kinds
    assert (head.labels, head.refused) == (labels, "")


def test_labels_stand_in_the_order_of_the_outputs() -> None:
    names = {str(number): f"l{number}" for number in reversed(range(12))}
    config = {"architectures": ["XForTokenClassification"], "id2label": names}
    assert head_of(config).labels == tuple(f"l{number}" for number in range(12))


@pytest.mark.parametrize(
    ("rest", "labels"),
    [
        ({}, ("LABEL_0", "LABEL_1")),
        ({"num_labels": 3}, ("LABEL_0", "LABEL_1", "LABEL_2")),
        ({"_num_labels": 3}, ("LABEL_0", "LABEL_1", "LABEL_2")),
    ],
)
def test_labels_that_are_not_named(rest: dict[str, Any], labels: tuple[str, ...]) -> None:
    head = head_of({"architectures": ["BertForSequenceClassification"], **rest})
    assert head.labels == labels


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({}, "does not name one architecture"),
        ({"architectures": None}, "does not name one architecture"),
        ({"architectures": ["A", "B"]}, "does not name one architecture"),
        ({"architectures": ["XLMRobertaForMaskedLM"]}, "has no head for a task"),
        ({"architectures": ["BertModel"]}, "has no head for a task"),
        ({"architectures": ["BertForSequenceClassification"], "num_labels": 1}, "gives numbers"),
        (
            {"architectures": ["BForSequenceClassification"], "problem_type": "regression"},
            "gives numbers",
        ),
        ({"architectures": ["BForTokenClassification"], "id2label": {"1": "a"}}, "id2label"),
        ({"architectures": ["BForTokenClassification"], "id2label": ["a"]}, "id2label"),
        ({"architectures": ["BForTokenClassification"], "num_labels": "3"}, "id2label"),
        ({"architectures": ["BForTokenClassification"], "num_labels": 10**12}, "id2label"),
    ],
)
def test_a_head_that_cannot_be_judged_says_why(config: dict[str, Any], why: str) -> None:
    head = head_of(config)
    assert why in head.refused
    assert head.labels == ()


def test_an_encoder_alone_has_no_head(tmp_path: Path) -> None:
    folder = tiny_encoder_folder(tmp_path / "tiny")
    head = adopted_head(encoder_source(str(folder), offline=True), offline=True)
    assert head.refused == "BertModel has no head for a task"
    embedded = adopted_head(encoder_source("e5-small-q4", offline=True), offline=True)
    assert "embedded encoder" in embedded.refused


def test_a_configuration_that_changed_is_refused(tmp_path: Path) -> None:
    folder = adopted_folder(tmp_path / "model", "Bert", "tagging", ("a", "b"))
    source = encoder_source(str(folder), offline=True)
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}), "utf-8")
    with pytest.raises(EncoderError, match="not the one it must be"):
        adopted_head(source, offline=True)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)


@given(named=_JSON, labels=_JSON, n_labels=_JSON, problem=_JSON)
def test_any_configuration_is_a_head_or_a_reason(
    named: Any, labels: Any, n_labels: Any, problem: Any
) -> None:
    rest = {"id2label": labels, "num_labels": n_labels, "problem_type": problem}
    for architectures in (named, ["BertForSequenceClassification"]):
        head = head_of({"architectures": architectures, **rest})
        assert bool(head.labels) != bool(head.refused)


def test_planning_loads_no_torch() -> None:
    code = (
        "import sys; import crosswind.model.head_facts; "
        "sys.exit(bool({'torch', 'transformers', 'tokenizers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
