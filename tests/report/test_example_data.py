import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.report.cards import ExampleCard, TextLine, Verdict, WordColumn
from crosswind.report.edits import Segment
from crosswind.report.example_data import examples_json, inert_json

CARD = ExampleCard(
    example_id="7", task="t", language="ar", direction="rtl", perturbation="typo", severity=3,
    is_flipped=True, is_faithful=True, gold="a",
    lines=(
        TextLine(
            field="text", language="ar", direction="rtl",
            clean=(Segment(text="x"), Segment(text="y", is_edit=True)),
            noisy=(Segment(text="x"), Segment(text=" ", is_edit=True, is_answer=True, shown="␣")),
        ),
    ),
    verdicts=(
        Verdict(arm="none", clean="a", noisy="b", is_clean_right=True, is_noisy_right=False,
                is_flipped=True, score=0.5),
        Verdict(arm="mnli", clean=None, noisy="a", is_clean_right=False, is_noisy_right=True,
                is_flipped=False, score=0.5),
    ),
)  # fmt: skip


def test_a_card_as_numbers_and_texts() -> None:
    data = json.loads(examples_json([CARD]))
    assert data["languages"] == [["ar", "rtl"]]
    assert data["arms"] == ["none", "mnli"]
    assert data["fields"] == [["text", "ar", "rtl"]]
    assert data["cards"] == [
        [0, 0, 0, 3, "7", "a", [[0, ["x", ["y", 1]], ["x", ["␣", 3]]]], [],
         [[0, "a", "b", 5], [1, None, "a", 2]]]
    ]  # fmt: skip


def test_words_say_where_a_tag_flipped() -> None:
    same = (Segment(text="w"),)
    column = WordColumn(
        clean=same, noisy=same, gold="O", said=(("O", True, False), ("B", False, True))
    )
    data = json.loads(examples_json([replace(CARD, lines=(), words=(column,))]))
    assert data["cards"][0][7] == [[["w"], 0, "O", ["O", "B"], 2]]


def test_names_that_cards_share_stand_once() -> None:
    data = json.loads(examples_json([CARD, replace(CARD, language="he"), CARD]))
    assert data["tasks"] == ["t"]
    assert [card[1] for card in data["cards"]] == [0, 1, 0]


@settings(max_examples=60)
@given(st.lists(st.text() | st.sampled_from(["</script>", "<!--", "<script>", "\u2028"])))
def test_any_text_comes_back_and_ends_no_element(texts: list[str]) -> None:
    said = inert_json(texts)
    assert "<" not in said
    assert json.loads(said) == texts
