import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.intents_files import read_intents

_BLOCK = {
    "sentences": ["turn on {name}", "start {name}"],
    "slots": {"domain": "light"},
    "requires_context": {"domain": "light"},
    "response": "any",
}


def _document(*blocks: object) -> str:
    intents = {"On": {"data": list(blocks)}}
    return json.dumps({"intents": intents, "expansion_rules": {"the": "the"}, "lists": {"a": {}}})


def test_templates_carry_what_their_block_fixes(put) -> None:
    path = put("en.json", _document(_BLOCK, {"sentences": ["start {name}", "go"]})) / "en.json"
    found = read_intents(path, ("On", "Off"))
    assert [template.text for template in found.templates] == [
        "turn on {name}",
        "start {name}",
        "go",
    ]
    assert found.n_doubled == 1
    first, second, third = found.templates
    assert (first.domains, first.response) == (("light",), "any")
    assert first.meaning == second.meaning != third.meaning
    assert third.domains == ()


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"intents": {"On": {"data": [{}]}}, "expansion_rules": {}, "lists": {}}']
)
def test_another_document_is_refused(put, text) -> None:
    path = put("en.json", text) / "en.json"
    with pytest.raises(DataError, match=r"en\.json:1: not a file of sentence templates"):
        read_intents(path, ("On",))
