from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.example import EditRow
from crosswind.report.edits import Segment, excerpt, mark_answer, mark_edits, visible

TEXT = st.text(alphabet="ab é\u200bשא文字", max_size=20)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, list[EditRow]]:
    """A clean text, disjoint edits of it, and the noisy text they give."""
    clean = draw(TEXT)
    cuts = draw(st.lists(st.integers(0, len(clean)), max_size=8).map(sorted))
    edits, noisy, at = [], "", 0
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        text = draw(TEXT)
        edits.append(EditRow(example_id="1", field="text", start=start, end=end, text=text))
        noisy += clean[at:start] + text
        at = end
    return clean, noisy + clean[at:], edits


def joined(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


@settings(max_examples=60)
@given(edited())
def test_segments_give_both_texts_back(case: tuple[str, str, list[EditRow]]) -> None:
    clean, noisy, edits = case
    marked = mark_edits(clean, noisy, edits)
    assert marked.is_faithful
    assert joined(marked.clean) == clean
    assert joined(marked.noisy) == noisy
    assert joined(tuple(s for s in marked.clean if not s.is_edit)) == joined(
        tuple(s for s in marked.noisy if not s.is_edit)
    )


@settings(max_examples=60)
@given(edited(), st.integers(0, 20), st.integers(0, 6))
def test_an_answer_is_marked_where_it_stands(
    case: tuple[str, str, list[EditRow]], start: int, length: int
) -> None:
    clean, noisy, edits = case
    cut = mark_answer(mark_edits(clean, noisy, edits).noisy, start, length)
    assert joined(cut) == noisy
    assert joined(tuple(s for s in cut if s.is_answer)) == noisy[start : start + length]


def test_edits_that_do_not_fit_are_not_shown_as_marks() -> None:
    wrong = [EditRow(example_id="1", field="text", start=0, end=1, text="z")]
    marked = mark_edits("abc", "xbc", wrong)
    assert not marked.is_faithful
    assert not any(segment.is_edit for segment in (*marked.clean, *marked.noisy))
    beyond = [EditRow(example_id="1", field="text", start=2, end=9, text="")]
    assert not mark_edits("abc", "ab", beyond).is_faithful


def test_what_has_no_ink_is_shown_by_name() -> None:
    assert visible(" ") == "␣"
    assert visible("\u200b\u202e") == "⟨U+200B⟩⟨U+202E⟩"
    assert visible("a ") == ""


def test_an_excerpt_says_where_it_was_cut() -> None:
    parts = excerpt((Segment(text="x" * 50), Segment(text="gold", is_answer=True)), 50, 4, 5)
    assert [part.text for part in parts] == ["… ", "xxxxx", "gold"]
