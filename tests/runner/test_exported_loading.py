"""Lines that load a checkpoint: what they name is what was written."""

import ast

import pytest

from crosswind.runner.exported_loading import loading_lines

RECORD = {"kind": "tagging", "labels": ["X"], "fields": ["text"]}


def exported(**changes):
    return {
        "record": RECORD,
        "auto": "AutoModelForTokenClassification",
        "architecture": "BertForTokenClassification",
        "head": "",
        "opening": {},
    } | changes


def code(lines):
    start = lines.index("```python")
    return "\n".join(lines[start + 1 : lines.index("```", start)])


@pytest.mark.parametrize("head", ["", "ClassificationHead", "VectorHead", "TokenHead", "OtherHead"])
@pytest.mark.parametrize("fields", [["text"], ["premise", "hypothesis"]])
@pytest.mark.parametrize("kind", ["tagging", "span_qa"])
def test_every_block_is_python(head, fields, kind):
    record = {**RECORD, "fields": fields, "kind": kind}
    lines = loading_lines(exported(head=head, record=record))
    ast.parse(code(lines))
    assert ("head.safetensors" in "\n".join(lines)) is bool(head)


def test_an_encoder_without_pooler_is_opened_without_one():
    lines = loading_lines(exported(head="TokenHead", opening={"add_pooling_layer": False}))
    assert "from_pretrained(folder, add_pooling_layer=False)" in code(lines)


def test_texts_of_a_pair_are_read_side_by_side():
    record = {**RECORD, "fields": ["premise", "hypothesis"]}
    assert '["one text"], ["another"]' in code(loading_lines(exported(record=record)))
    vectors = loading_lines(exported(record=record, head="VectorHead"))
    assert "another" not in code(vectors)
