"""Lines that load a checkpoint: what they name is what was written."""

import ast

import pytest

from crosswind.runner.exported_loading import loading_lines

RECORD = {"task": "t", "kind": "tagging", "labels": ["X"], "fields": ["text"], "parts": []}


def exported(**changes):
    return {
        "record": RECORD,
        "auto": "AutoModelForTokenClassification",
        "architecture": "BertForTokenClassification",
        "heads": [],
        "opening": {},
    } | changes


def written(form, head=RECORD, file="head.safetensors"):
    return [{"head": head, "form": form, "file": file}] if form else []


def code(lines):
    start = lines.index("```python")
    return "\n".join(lines[start + 1 : lines.index("```", start)])


@pytest.mark.parametrize("head", ["", "ClassificationHead", "VectorHead", "TokenHead", "OtherHead"])
@pytest.mark.parametrize("fields", [["text"], ["premise", "hypothesis"]])
@pytest.mark.parametrize("kind", ["tagging", "span_qa"])
def test_every_block_is_python(head, fields, kind):
    record = {**RECORD, "fields": fields, "kind": kind}
    lines = loading_lines(exported(heads=written(head, record), record=record))
    ast.parse(code(lines))
    assert ("head.safetensors" in "\n".join(lines)) is bool(head)


def test_an_encoder_without_pooler_is_opened_without_one():
    lines = loading_lines(
        exported(heads=written("TokenHead"), opening={"add_pooling_layer": False})
    )
    assert "from_pretrained(folder, add_pooling_layer=False)" in code(lines)


def test_texts_of_a_pair_are_read_side_by_side():
    record = {**RECORD, "fields": ["premise", "hypothesis"]}
    assert '["one text"], ["another"]' in code(loading_lines(exported(record=record)))
    vectors = loading_lines(exported(record=record, heads=written("VectorHead", record)))
    assert "another" not in code(vectors)


def test_each_head_of_a_mixture_has_a_block():
    other = {**RECORD, "task": "u"}
    heads = [
        *written("TokenHead", RECORD, "head-t.safetensors"),
        *written("ClassificationHead", other, "head-u.safetensors"),
    ]
    lines = loading_lines(exported(heads=heads))
    assert lines.count("```python") == 2
    assert [line for line in lines if "load_file(f" in line] == [
        'head = load_file(f"{folder}/head-t.safetensors")',
        'head = load_file(f"{folder}/head-u.safetensors")',
    ]
