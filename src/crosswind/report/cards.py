"""Example cards: one chosen example in the form in which the template writes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.core.languages import is_right_to_left, pair_label
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction
from crosswind.report.edits import Marked, Segment, excerpt, mark_answer, mark_edits
from crosswind.report.sample import Shown, reply_of

# A paragraph of a QA task is cut to this many code points on both sides of its answer.
_CONTEXT = 220
_FIELDS_IN_SOURCE_LANGUAGE = ("source",)
# Right candidates that a card names.
_GOLD_IDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One text field, clean and noisy. `noisy` is empty where the noise left it alone."""

    field: str
    language: str
    direction: str
    clean: tuple[Segment, ...]
    noisy: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordColumn:
    """One word of a tagged sentence: clean, noisy, gold tag, and each arm's tag on noisy text."""

    clean: tuple[Segment, ...]
    noisy: tuple[Segment, ...]
    gold: str
    said: tuple[tuple[str, bool, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one arm said on clean and on noisy text; `clean` is None where it is not at hand.

    is_flipped: whether it said another thing on noisy text.
    """

    arm: str
    clean: str | None
    noisy: str
    is_clean_right: bool
    is_noisy_right: bool
    is_flipped: bool
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCard:
    """Everything the page says of one example."""

    example_id: str
    task: str
    language: str
    direction: str
    perturbation: str
    severity: int
    is_flipped: bool
    is_faithful: bool
    gold: str
    lines: tuple[TextLine, ...] = ()
    words: tuple[WordColumn, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def weight(self) -> int:
        """About how many bytes the card takes in the page's data."""
        segments = [s for line in self.lines for s in (*line.clean, *line.noisy)]
        segments += [s for column in self.words for s in (*column.clean, *column.noisy)]
        text = sum(len(s.text.encode()) + 3 + 5 * s.is_edit for s in segments)
        columns = sum(
            16 + sum(len(tag.encode()) + 3 for tag, _, _ in column.said) for column in self.words
        )
        said = sum(len(v.noisy.encode()) + len((v.clean or "").encode()) for v in self.verdicts)
        names = len(self.example_id.encode()) + len(self.gold.encode())
        return 40 + names + text + columns + said + 14 * len(self.verdicts) + 10 * len(self.lines)


def example_card(shown: Shown, *, source_language: str) -> ExampleCard:
    """The card of one example."""
    clean = shown.clean
    words: tuple[WordColumn, ...] = ()
    lines: tuple[TextLine, ...] = ()
    if clean.words:
        words, faithful = _word_columns(shown)
    else:
        lines, faithful = _text_lines(shown, source_language)
    return ExampleCard(
        example_id=clean.example_id,
        task=shown.task,
        language=pair_label(clean.language, clean.second_language or clean.language),
        direction=direction(clean.language),
        perturbation=shown.perturbation,
        severity=shown.severity,
        is_flipped=shown.is_flipped,
        is_faithful=faithful,
        gold=_gold(clean),
        lines=lines,
        words=words,
        verdicts=tuple(_verdicts(shown)),
    )


def direction(language: str) -> str:
    """The direction of the language's text, as the `dir` attribute has it."""
    return "rtl" if is_right_to_left(language) else "ltr"


def within_budget(cells: Sequence[Sequence[ExampleCard]], n_bytes: int) -> list[ExampleCard]:
    """Cards in rounds, the first of every cell before the second of any, up to a size in bytes."""
    kept: list[ExampleCard] = []
    spent = 0
    for rank in range(max((len(cell) for cell in cells), default=0)):
        for cell in cells:
            if rank < len(cell) and spent + cell[rank].weight <= n_bytes:
                kept.append(cell[rank])
                spent += cell[rank].weight
    return kept


def _text_lines(shown: Shown, source_language: str) -> tuple[tuple[TextLine, ...], bool]:
    lines, faithful = [], True
    for name, text in shown.clean.texts.items():
        marked = mark_edits(
            text,
            shown.noisy.texts.get(name, ""),
            [edit for edit in shown.edits if edit.field == name],
        )
        faithful &= marked.is_faithful
        clean, noisy = _with_answer(shown, name, marked)
        language = _language_of(name, shown.clean, source_language)
        unchanged = marked.is_faithful and not marked.n_edits
        lines.append(
            TextLine(
                field=name,
                language=language,
                direction=direction(language),
                clean=clean,
                noisy=() if unchanged else noisy,
            )
        )
    return tuple(lines), faithful


def _language_of(field: str, example: Example, source_language: str) -> str:
    """The language of a text field."""
    # Retrieval keeps its English side beside the text of the evaluated language.
    if field in _FIELDS_IN_SOURCE_LANGUAGE:
        return source_language
    # Of a pair of languages the question, or every text but the first, is in the second one.
    first = "context" if "context" in example.texts else next(iter(example.texts))
    is_second = field != first
    return example.second_language if example.second_language and is_second else example.language


def _with_answer(
    shown: Shown, name: str, marked: Marked
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    if name != "context" or not shown.clean.answers:
        return marked.clean, marked.noisy
    pair = []
    for segments, example in ((marked.clean, shown.clean), (marked.noisy, shown.noisy)):
        if not example.answers:
            pair.append(tuple(segments))
            continue
        answer = example.answers[0]
        cut = mark_answer(segments, answer.start, len(answer.text))
        pair.append(excerpt(cut, answer.start, len(answer.text), _CONTEXT))
    return pair[0], pair[1]


def _word_columns(shown: Shown) -> tuple[tuple[WordColumn, ...], bool]:
    columns, faithful = [], len(shown.clean.words) == len(shown.noisy.words)
    for index, (clean, noisy) in enumerate(zip(shown.clean.words, shown.noisy.words, strict=False)):
        edits = [edit for edit in shown.edits if edit.field == f"words:{index}"]
        marked = mark_edits(clean, noisy, edits)
        faithful &= marked.is_faithful
        gold = shown.clean.tags[index] if index < len(shown.clean.tags) else ""
        tags = tuple(
            _tag_said(before, after, index, gold) for before, after in shown.predictions.values()
        )
        columns.append(WordColumn(clean=marked.clean, noisy=marked.noisy, gold=gold, said=tags))
    return tuple(columns), faithful


def _tag_said(
    before: Prediction | None, after: Prediction, index: int, gold: str
) -> tuple[str, bool, bool]:
    """The tag on noisy text, whether it is right, and whether it flipped."""
    tag = after.tags[index] if index < len(after.tags) else ""
    earlier = before.tags[index] if before and index < len(before.tags) else tag
    return tag, tag == gold, tag != earlier


def _gold(example: Example) -> str:
    if example.answers:
        return " / ".join(dict.fromkeys(answer.text for answer in example.answers))
    return example.label or " / ".join(example.gold_ids[:_GOLD_IDS])


def _verdicts(shown: Shown) -> list[Verdict]:
    verdicts = []
    for arm, (before, after) in shown.predictions.items():
        verdicts.append(
            Verdict(
                arm=arm,
                clean=_words_said(shown, before) if before else None,
                noisy=_words_said(shown, after),
                is_clean_right=before is not None and _is_right(shown.clean, before),
                is_noisy_right=_is_right(shown.noisy, after),
                is_flipped=before is not None and reply_of(before) != reply_of(after),
                score=after.score,
            )
        )
    return verdicts


def _words_said(shown: Shown, prediction: Prediction) -> str:
    if prediction.tags or shown.clean.words:
        pairs = zip(prediction.tags, shown.clean.tags, strict=False)
        return f"{sum(a == b for a, b in pairs)} of {len(shown.clean.tags)} tags"
    return shown.neighbors.get(prediction.predicted, prediction.predicted)


def _is_right(example: Example, prediction: Prediction) -> bool:
    if example.tags:
        return prediction.tags == example.tags
    if example.answers:
        return prediction.predicted in {answer.text for answer in example.answers}
    if example.label:
        return prediction.predicted == example.label
    if example.gold_ids:
        return prediction.predicted in example.gold_ids
    # A sentence without a partner, or a question without an answer: nothing is right. But the
    # examples of plain retrieval are each other's candidates.
    return prediction.predicted == (example.example_id if "target" in example.texts else "")
