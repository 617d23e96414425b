"""Answers of span QA under the rules of SQuAD v1.1, which XQuAD and TyDiQA use in every language.

Source: the SQuAD script `evaluate-v1.1.py`, as in google-research/xtreme @ 838c13b6
`third_party/evaluate_squad.py`. Only ASCII punctuation and English articles are taken out and words
are split at white space, also in languages where that makes F1 almost an exact match.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalized_answer(text: str) -> str:
    """Lower case, no ASCII punctuation, no English articles, single blanks, in that order."""
    bare = text.lower().translate(_NO_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def answer_f1(predicted: str, gold: str) -> float:
    """F1 of the bags of words of two answers, in [0, 1].

    Two texts that both normalize to nothing share no word: F1 is 0 although they match exactly
    (SQuAD v2 differs here and gives 1).
    """
    words, gold_words = normalized_answer(predicted).split(), normalized_answer(gold).split()
    shared = sum((Counter(words) & Counter(gold_words)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(words), shared / len(gold_words)
    return 2 * precision * recall / (precision + recall)


def answer_exact(predicted: str, gold: str) -> float:
    """1 if the two answers normalize to the same text, else 0."""
    return float(normalized_answer(predicted) == normalized_answer(gold))


def best_over_golds(predicted: str, golds: Sequence[str]) -> tuple[float, float]:
    """(F1, exact match), each with its own maximum over the gold answers.

    Raises:
        ValueError: if there is no gold answer.
    """
    if not golds:
        raise ValueError("a question needs at least one gold answer")
    return (
        max(answer_f1(predicted, gold) for gold in golds),
        max(answer_exact(predicted, gold) for gold in golds),
    )
