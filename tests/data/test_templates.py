import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.seeds import generator
from crosswind.data.fillers import Fillers
from crosswind.data.intents_files import IntentFile, Template
from crosswind.data.templates import Grammar, UnfillableTemplateError, draw

_LISTS = {
    "minutes": {"range": {"from": 1, "to": 3}},
    "kelvin": {"range": {"from": 1000, "to": 2000, "step": 500}},
    "shade": {"values": [{"in": "(cold|cool)  white", "out": 4000}, "red"]},
    "nothing": {"wildcard": True},
}
_RULES = {"the": "[(the|my)]", "loop": "a <loop>"}
_FILLERS = Fillers(
    lists={"area": (("kitchen",), ("hall", "halls"))},
    names={"light": (("lamp",),), "lock": (("door",),)},
    forms_after={"area": {"in": 1}},
)
_GRAMMAR = Grammar(
    intents=IntentFile(templates=(), rules=_RULES, lists=_LISTS, n_doubled=0), fillers=_FILLERS
)


def _template(text: str, *domains: str) -> Template:
    return Template(intent="I", text=text, meaning="", fixed={}, response="", domains=domains)


def _draws(text: str, *domains: str, n: int = 60):
    rng = generator(1, text)
    return [draw(_GRAMMAR, _template(text, *domains), rng) for _ in range(n)]


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["on", " ", "  ", "[<the>]", "{area}", "({name}|{shade})", "{minutes:m}s", "(a;b)", "é"]
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 99),
)
def test_slots_cover_their_text_and_blanks_are_single(parts, seed) -> None:
    text = "".join(["x ", *parts])
    sentence = draw(_GRAMMAR, _template(text), generator(seed, "t"))
    assert sentence.text == " ".join(sentence.text.split())
    assert not set(sentence.text) & set("[](){}<>|;")
    for slot in sentence.slots:
        inside = sentence.text[slot.start : slot.end]
        assert inside == inside.strip()
        assert inside in {"kitchen", "hall", "halls", "lamp", "door", "cold white", "cool white",
                          "red", "2", "3"}  # fmt: skip


def test_every_alternative_is_drawn() -> None:
    assert {item.text for item in _draws("go <the> {area}")} == {
        f"go {word}{area}" for word in ("", "the ", "my ") for area in ("kitchen", "hall")
    }


def test_orders_are_drawn() -> None:
    assert {item.text for item in _draws("(a;b)")} == {"a b", "b a"}


def test_a_form_follows_the_word_in_front() -> None:
    assert {item.text for item in _draws("in {area}")} == {"in kitchen", "in halls"}
    assert {item.slots[0].value for item in _draws("in {area}")} == {"kitchen", "hall"}


def test_names_follow_the_kind_of_device() -> None:
    assert {item.text for item in _draws("{name}", "lock")} == {"door"}
    assert {item.text for item in _draws("{name}")} == {"door", "lamp"}


def test_numbers_and_values() -> None:
    assert {item.text for item in _draws("{minutes}")} == {"2", "3"}
    assert {item.text for item in _draws("{kelvin}")} == {"1000", "1500", "2000"}
    assert {item.text for item in _draws("{4..6:n}")} == {"4", "5", "6"}
    assert {item.values()["shade"] for item in _draws("{shade}")} == {"shade=4000", "shade=red"}


def test_wanted_values_are_used_where_the_slot_exists() -> None:
    wanted = {"area": "area=hall", "shade": "shade=4000", "name": "other=lamp"}
    rng = generator(1)
    for _ in range(20):
        sentence = draw(_GRAMMAR, _template("in {area} {shade}"), rng, wanted=wanted)
        assert sentence.values() == {"area": "area=hall", "shade": "shade=4000"}


def test_the_same_address_gives_the_same_sentence() -> None:
    assert _draws("[a|b|c] {area}") == _draws("[a|b|c] {area}")


@pytest.mark.parametrize("text", ["<gone>", "{gone}", "{nothing}", "<loop>", "[a", "[a]{nothing}"])
def test_what_nothing_fills_is_said_so(text) -> None:
    with pytest.raises(UnfillableTemplateError):
        _draws(text)
