"""Questions on paragraphs, from one SQuAD v1.1 file or several parts of it."""

from crosswind.data.layouts import read_questions
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example


def read_paragraphs(source: Source, language: str, split: str) -> Reading:
    """One example a question; questions of one paragraph are one cluster.

    The cluster is named by the smallest question id of the paragraph. Translations keep the ids of
    their original, so a paragraph has one name in every language of XQuAD, and in SQuAD too.
    """
    del split
    return Reading(
        rows=tuple(
            Placed(
                place=place,
                example=Example(
                    example_id=name,
                    parallel_id=min(siblings),
                    language=language,
                    texts={"question": question, "context": context},
                    answers=answers,
                ),
            )
            for path in source.files["text"]
            for place, name, question, context, answers, siblings in read_questions(path)
        )
    )
