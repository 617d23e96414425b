"""Examples written back in the layouts that the readers of their tasks read."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from crosswind.core.errors import ConfigError
from crosswind.data.answer_writing import paragraphs_with_breaks
from crosswind.data.choice_lines import QUESTIONS
from crosswind.data.task import Task
from crosswind.records.example import Example

_CONLLU_COLUMNS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files of an example set.

    Attributes:
        files: role -> (path below a data root, text).
        gold_role: role of the file that predictions are scored against; empty: `gold`.
        gold: gold in the layout of prediction files, where no file of the layout is that.
    """

    files: Mapping[str, tuple[str, str]]
    gold_role: str = ""
    gold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """What is written.

    Attributes:
        examples: in the order of the file.
        candidates: of their pool.
        language: canonical tag, or a pair of them.
        roles: of the files.
    """

    examples: Sequence[Example]
    candidates: Sequence[Example]
    language: str
    roles: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How a task is written.

    Attributes:
        write: set -> role -> text of its file.
        gold_role, gold: as of `Written`; `gold` gives the lines.
        name: which of the names of a file is taken: the first, or that of another release.
    """

    write: Callable[[_Set], dict[str, str]]
    gold_role: str = ""
    gold: Callable[[Sequence[Example]], list[str]] = lambda _: []
    name: int = 0


def written_tasks() -> tuple[str, ...]:
    """Tasks whose examples can be written, sorted."""
    return tuple(sorted(_LAYOUTS))


def require_layout(task: Task, language: str) -> None:
    """Refuse a task, or a pair of languages, that has no official layout to be written in.

    Raises:
        ConfigError: listing the tasks that have one.
    """
    name = task.card.name
    if name not in _LAYOUTS:
        raise ConfigError(
            "the examples of this task cannot be written in its official layout",
            place="targets",
            value=name,
            allowed=written_tasks(),
            action="Leave the target out.",
        )
    if "+" in language and not task.has_pair_files:
        raise ConfigError(
            f"the task '{name}' has no official files for a pair of languages",
            place="targets",
            value=language,
            allowed="one language a cell",
            action='Leave out pairing = "generalised".',
        )


def official_files(
    task: Task,
    language: str,
    split: str,
    examples: Sequence[Example],
    candidates: Sequence[Example] = (),
) -> Written:
    """The files of an example set, under the names that its reader looks for first.

    What the layout cannot hold is lost: ids where lines are counted, and the names of clusters.

    Args:
        task: from the catalogue; `require_layout` accepts it.
        language: canonical tag, or a pair of them.
        split: a split of the card.
        examples: in the order of the file.
        candidates: of their pool, for a task that has one.
    """
    layout = _LAYOUTS[task.card.name]
    wanted = list(task.files(language, split))
    if task.candidates is not None:
        wanted += task.candidates.files(language, split)
    names = {item.role: item.patterns[layout.name] for item in wanted}
    given = _Set(examples=examples, candidates=candidates, language=language, roles=names)
    texts = layout.write(given)
    return Written(
        files={role: (names[role], text) for role, text in texts.items()},
        gold_role=layout.gold_role,
        gold=_lines(layout.gold(examples)),
    )


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _labels(examples: Sequence[Example]) -> list[str]:
    return [example.label for example in examples]


def _inference(given: _Set) -> dict[str, str]:
    """XNLI: files of dev hold the labels; those of test stand beside files of labels."""
    examples = given.examples
    pairs = [f"{example.texts['premise']}\t{example.texts['hypothesis']}" for example in examples]
    if "labels" not in given.roles:
        pairs = [f"{pair}\t{example.label}" for pair, example in zip(pairs, examples, strict=True)]
        return {"text": _lines(pairs)}
    return {"text": _lines(pairs), "labels": _lines(_labels(examples))}


def _paraphrase(given: _Set) -> dict[str, str]:
    rows = [("id", "sentence1", "sentence2", "label")]
    for example in given.examples:
        name = example.example_id.partition("-")[2]
        rows.append((name, example.texts["sentence1"], example.texts["sentence2"], example.label))
    return {"text": _lines(["\t".join(row) for row in rows])}


def _tagged(given: _Set, *, gap: str = "\t") -> dict[str, str]:
    lines = []
    for example in given.examples:
        pairs = zip(example.words, example.tags, strict=True)
        lines += [f"{word}{gap}{tag}" for word, tag in pairs]
        lines.append("")
    return {"text": _lines(lines)}


def _tags(examples: Sequence[Example]) -> list[str]:
    """One tag a line and an empty line after each sentence."""
    return [line for example in examples for line in (*example.tags, "")]


def _word_lines(given: _Set, columns: Callable[[str, str], Sequence[str]]) -> dict[str, str]:
    """Sentences with their names, a line a word: its number, and the columns of word and tag."""
    lines = []
    for example in given.examples:
        lines += [f"# sent_id = {example.example_id}", f"# text = {' '.join(example.words)}"]
        for number, (word, tag) in enumerate(zip(example.words, example.tags, strict=True), 1):
            lines.append("\t".join([str(number), *columns(word, tag)]))
        lines.append("")
    return {"text": _lines(lines)}


def _treebank(given: _Set) -> dict[str, str]:
    """CoNLL-U with word and part of speech; nothing else is known of an example."""
    rest = ["_"] * (_CONLLU_COLUMNS - 4)
    return _word_lines(given, lambda word, tag: [word, "_", tag, *rest])


def _entities(given: _Set) -> dict[str, str]:
    """Universal NER: word and tag, and two columns of which nothing is known."""
    return _word_lines(given, lambda word, tag: [word, tag, "-", "-"])


def _asked(given: _Set) -> dict[str, str]:
    content = paragraphs_with_breaks(given.examples, given.candidates, given.language)
    return {"text": f"{_json(content)}\n"}


def _right_sentences(examples: Sequence[Example]) -> list[str]:
    return [_json({example.example_id: list(example.gold_ids) for example in examples})]


def _questions(given: _Set) -> dict[str, str]:
    """SQuAD v1.1: an article a cluster, a paragraph for neighbors with one context."""
    articles = []
    for cluster, members in groupby(given.examples, key=lambda example: example.parallel_id):
        paragraphs = [
            {"context": context, "qas": [_question(example) for example in asked]}
            for context, asked in groupby(members, key=lambda example: example.texts["context"])
        ]
        articles.append({"title": cluster, "paragraphs": paragraphs})
    return {"text": f"{_json({'version': '1.1', 'data': articles})}\n"}


def _question(example: Example) -> dict[str, Any]:
    answers = [{"answer_start": answer.start, "text": answer.text} for answer in example.answers]
    return {
        "id": example.example_id,
        "question": example.texts["question"],
        "answers": answers,
    }


def _sentences(given: _Set) -> dict[str, str]:
    return {
        "target": _lines([example.texts["target"] for example in given.examples]),
        "source": _lines([example.texts["source"] for example in given.examples]),
    }


def _rows(examples: Sequence[Example]) -> list[str]:
    return [str(number) for number, _ in enumerate(examples)]


def _mined(given: _Set) -> dict[str, str]:
    gold = [f"{row.example_id}\t{name}" for row in given.examples for name in row.gold_ids]
    return {
        "text": _with_ids(given.examples),
        "gold": _lines(gold),
        "english": _with_ids(given.candidates),
    }


def _with_ids(rows: Sequence[Example]) -> str:
    return _lines([f"{row.example_id}\t{row.texts['text']}" for row in rows])


def _choices(given: _Set) -> dict[str, str]:
    markers = {question: marker for marker, question in QUESTIONS.items()}
    rows = []
    for example in given.examples:
        texts = {**example.texts, "question": markers[example.texts["question"]]}
        number = int(example.example_id.rpartition("-")[2])
        rows.append(_json({**texts, "label": int(example.label), "idx": number}))
    return {"text": _lines(rows)}


_LAYOUTS: Mapping[str, _Layout] = {
    "xnli": _Layout(write=_inference, gold=_labels),
    "pawsx": _Layout(write=_paraphrase, gold=_labels, name=-1),
    "udpos": _Layout(write=_tagged, gold=_tags),
    "panx": _Layout(write=_tagged, gold=_tags),
    "pud": _Layout(write=_treebank, gold=_tags),
    "uner": _Layout(write=_entities, gold=_tags),
    "masakhaner": _Layout(write=partial(_tagged, gap=" "), gold=_tags),
    "lareqa": _Layout(write=_asked, gold=_right_sentences),
    "xquad": _Layout(write=_questions, gold_role="text"),
    "mlqa": _Layout(write=_questions, gold_role="text"),
    "tydiqa": _Layout(write=_questions, gold_role="text"),
    "tatoeba": _Layout(write=_sentences, gold=_rows),
    "bucc2018": _Layout(write=_mined, gold_role="gold"),
    "xcopa": _Layout(write=_choices, gold_role="text"),
    "copa": _Layout(write=_choices, gold_role="text"),
}
