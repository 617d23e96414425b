from dataclasses import replace

from crosswind.records.example import Answer, EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.report.cards import direction, example_card, within_budget
from crosswind.report.sample import Shown

CLEAN = Example(
    example_id="1", parallel_id="1", language="he", words=("הדלק", "אור"), tags=("O", "B-x")
)
TAGGED = Shown(
    task="home_slots",
    perturbation="typo",
    severity=3,
    clean=CLEAN,
    noisy=replace(CLEAN, words=("הדלקק", "אור")),
    edits=(EditRow(example_id="1", field="words:0", start=4, end=4, text="ק"),),
    predictions={
        "none": (
            Prediction(example_id="1", tags=("O", "B-x")),
            Prediction(example_id="1", tags=("O", "O")),
        )
    },
    is_flipped=True,
)


def test_a_tagged_sentence_keeps_its_words_apart() -> None:
    card = example_card(TAGGED, source_language="en")
    assert card.direction == "rtl"
    assert card.is_faithful
    assert [column.gold for column in card.words] == ["O", "B-x"]
    assert [column.said for column in card.words] == [(("O", True, False),), (("O", False, True),)]
    assert [segment.text for segment in card.words[0].noisy if segment.is_edit] == ["ק"]
    assert (card.verdicts[0].clean, card.verdicts[0].noisy) == ("2 of 2 tags", "1 of 2 tags")


def test_the_answer_is_marked_in_both_contexts() -> None:
    clean = Example(
        example_id="1",
        parallel_id="1",
        language="de",
        texts={"question": "Wer?", "context": "Es war Ada."},
        answers=(Answer(start=7, text="Ada"),),
    )
    shown = Shown(
        task="xquad",
        perturbation="typo",
        severity=1,
        clean=clean,
        noisy=replace(
            clean,
            texts={"question": "Wer?", "context": "Ees war Ada."},
            answers=(Answer(start=8, text="Ada"),),
        ),
        edits=(EditRow(example_id="1", field="context", start=1, end=1, text="e"),),
        predictions={"none": (None, Prediction(example_id="1", predicted="Ada"))},
    )
    card = example_card(shown, source_language="en")
    question, context = card.lines
    assert question.noisy == ()
    for segments in (context.clean, context.noisy):
        assert [segment.text for segment in segments if segment.is_answer] == ["Ada"]
    assert card.gold == "Ada"
    assert card.verdicts[0].clean is None
    assert card.verdicts[0].is_noisy_right


def test_retrieval_keeps_the_language_of_each_side() -> None:
    clean = Example(
        example_id="7", parallel_id="7", language="ar", texts={"source": "go", "target": "اذهب"}
    )
    shown = Shown(
        task="tatoeba",
        perturbation="typo",
        severity=1,
        clean=clean,
        noisy=replace(clean, texts={"source": "go", "target": "اذذهب"}),
        edits=(EditRow(example_id="7", field="target", start=2, end=2, text="ذ"),),
        predictions={"none": (None, Prediction(example_id="7", predicted="8"))},
        neighbors={"8": "قف"},
    )
    card = example_card(shown, source_language="en")
    assert [(line.language, line.direction) for line in card.lines] == [
        ("en", "ltr"),
        ("ar", "rtl"),
    ]
    assert card.verdicts[0].noisy == "قف"
    assert not card.verdicts[0].is_noisy_right


def test_the_budget_is_spent_on_every_cell_before_any_second_example() -> None:
    card = replace(example_card(TAGGED, source_language="en"), example_id="a0")
    cells = [[replace(card, example_id=f"{cell}{rank}") for rank in range(3)] for cell in "ab"]
    names = [kept.example_id for kept in within_budget(cells, 3 * card.weight)]
    assert names == ["a0", "b0", "a1"]
    assert within_budget(cells, 0) == []


def test_directions() -> None:
    assert [direction(tag) for tag in ("ar", "ur", "th", "en")] == ["rtl", "rtl", "ltr", "ltr"]


def shown_of(clean: Example, *said: str) -> Shown:
    """An example with the predictions of one arm, on clean and on noisy text."""
    before, after = (Prediction(example_id="1", predicted=text) for text in said)
    return Shown(
        task="t", perturbation="typo", severity=1, clean=clean, noisy=clean, edits=(),
        predictions={"none": (before, after)},
    )  # fmt: skip


def test_texts_of_a_pair_have_the_language_of_their_side() -> None:
    example = Example(
        example_id="1", parallel_id="1", language="he", second_language="en",
        texts={"premise": "a", "hypothesis": "b"}, label="neutral",
    )  # fmt: skip
    card = example_card(shown_of(example, "neutral", "neutral"), source_language="en")
    assert card.language == "he+en"
    assert [(line.language, line.direction) for line in card.lines] == [
        ("he", "rtl"),
        ("en", "ltr"),
    ]
    asked = replace(example, texts={"question": "a?", "context": "b"}, label="")
    lines = example_card(shown_of(asked, "", ""), source_language="en").lines
    assert [line.language for line in lines] == ["en", "he"]


def test_candidates_are_right_if_they_are_gold() -> None:
    example = Example(
        example_id="1", parallel_id="1", language="de", texts={"text": "a"}, gold_ids=("x", "y")
    )
    card = example_card(shown_of(example, "y", "z"), source_language="en")
    assert card.gold == "x / y"
    assert (card.verdicts[0].is_clean_right, card.verdicts[0].is_noisy_right) == (True, False)
    alone = replace(example, gold_ids=())
    card = example_card(shown_of(alone, "", "z"), source_language="en")
    assert (card.verdicts[0].is_clean_right, card.verdicts[0].is_noisy_right) == (True, False)
