"""Questions and the sentences of their pool, written back in XQuAD-R's layout."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from crosswind.core.errors import ConfigError
from crosswind.records.example import Example


def paragraphs_with_breaks(
    examples: Sequence[Example], candidates: Sequence[Example], language: str
) -> dict[str, Any]:
    """The file of one language: its paragraphs in sentences, and the questions about each.

    The answer of a question is written as the sentence in which it starts, since nothing else of
    it is known.

    Args:
        examples: the questions, in the order of the file.
        candidates: the sentences of the pool, of all its languages; see `answer_files`.
        language: canonical tag.

    Raises:
        ConfigError: if nothing is asked about a paragraph: the layout has no sentences without a
            question, so that a sample would be searched in another pool.
    """
    own = [candidate for candidate in candidates if candidate.language == language]
    asked: dict[int, list[tuple[int, Example]]] = {}
    for example in examples:
        number, index = _first_place(example, language)
        asked.setdefault(number, []).append((index, example))
    paragraphs: list[dict[str, Any]] = []
    for number, members in groupby(own, key=lambda candidate: _place(candidate.example_id)[0]):
        # Paragraphs keep their numbers, which are in the names of the sentences.
        paragraphs += [_unasked()] * (number - 1 - len(paragraphs))
        if number not in asked:
            raise ConfigError(
                "a sample of the questions cannot be written: each paragraph must be asked about",
                place="targets",
                value=f"paragraph {number} of {language}",
                allowed="all questions of a language",
                action="Leave out max_examples.",
            )
        paragraphs.append(_paragraph(list(members), asked[number]))
    return {"version": "1.1", "data": [{"title": language, "paragraphs": paragraphs}]}


def _paragraph(
    sentences: Sequence[Example], asked: Sequence[tuple[int, Example]]
) -> dict[str, Any]:
    context = sentences[0].texts["context"]
    texts = [sentence.texts["sentence"] for sentence in sentences]
    breaks = list(_breaks(context, texts))
    questions = [
        {
            "id": example.example_id,
            "question": example.texts["question"],
            "answers": [{"answer_start": breaks[index][0], "text": texts[index]}],
        }
        for index, example in asked
    ]
    return {
        "context": context,
        "qas": questions,
        "sentences": texts,
        "sentence_breaks": breaks,
    }


def _unasked() -> dict[str, Any]:
    """A paragraph that gives no candidates."""
    return {"context": "", "qas": [], "sentences": [], "sentence_breaks": []}


def _breaks(context: str, sentences: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, in order."""
    end = 0
    for sentence in sentences:
        start = context.index(sentence, end)
        end = start + len(sentence)
        yield start, end


def _place(name: str) -> tuple[int, int]:
    """Numbers of the paragraph and of the sentence in `de:<paragraph>:<sentence>`."""
    _, number, index = name.split(":")
    return int(number), int(index)


def _first_place(example: Example, language: str) -> tuple[int, int]:
    """The first right sentence in the question's own language."""
    return min(_place(name) for name in example.gold_ids if name.startswith(f"{language}:"))
