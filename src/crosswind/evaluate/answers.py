"""Answers of span QA compared as texts, under the rules of SQuAD v1.1, SQuAD v2.0 and MLQA.

Sources: the SQuAD scripts `evaluate-v1.1.py` (as in google-research/xtreme @ 838c13b6) and
`evaluate-v2.0.py`, and facebookresearch/MLQA `mlqa_evaluation_v1.py` @ 24bf470b. XQuAD and TyDiQA
use SQuAD's rules in every language: only ASCII punctuation and English articles are taken out and
words are split at white space, also where that makes F1 almost an exact match.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crosswind.core.languages import languages_of
from crosswind.evaluate.mlqa_text import normalized_in

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalized_answer(text: str) -> str:
    """Lower case, no ASCII punctuation, no English articles, single blanks, in that order."""
    bare = text.lower().translate(_NO_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRule:
    """How two answers are compared.

    Attributes:
        name: of the official script.
        normalized: text -> words with single blanks between them.
        has_unanswerable: a question may have no answer; the right prediction is then one that
            normalizes to nothing, and two such texts have F1 1. Without it their F1 is 0, although
            they match exactly.
    """

    name: str
    normalized: Callable[[str], str]
    has_unanswerable: bool = False


SQUAD = AnswerRule(name="squad_v1.1", normalized=normalized_answer)
SQUAD_V2 = AnswerRule(name="squad_v2.0", normalized=normalized_answer, has_unanswerable=True)


def rule_of(task: str, language: str) -> AnswerRule:
    """The rule of a task's official script.

    Args:
        task: name of the task.
        language: that of the context, or `de+en` for a German context and an English question.

    Raises:
        ConfigError: for MLQA in a language that its script does not know.
    """
    if task == "squad_v2":
        return SQUAD_V2
    if task == "mlqa":
        return AnswerRule(name="mlqa_v1", normalized=normalized_in(languages_of(language)[0]))
    return SQUAD


def answer_f1(predicted: str, gold: str, rule: AnswerRule = SQUAD) -> float:
    """F1 of the bags of words of two answers, in [0, 1]."""
    words, gold_words = rule.normalized(predicted).split(), rule.normalized(gold).split()
    if rule.has_unanswerable and not (words and gold_words):
        return float(words == gold_words)
    shared = sum((Counter(words) & Counter(gold_words)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(words), shared / len(gold_words)
    return 2 * precision * recall / (precision + recall)


def answer_exact(predicted: str, gold: str, rule: AnswerRule = SQUAD) -> float:
    """1 if the two answers normalize to the same text, else 0."""
    return float(rule.normalized(predicted) == rule.normalized(gold))


def best_over_golds(
    predicted: str, golds: Sequence[str], rule: AnswerRule = SQUAD
) -> tuple[float, float]:
    """(F1, exact match), each with its own maximum over the gold answers.

    With unanswerable questions, gold answers that normalize to nothing are left out, and a question
    without any is held against the empty text.

    Raises:
        ValueError: if there is no gold answer and the rule needs one.
    """
    if rule.has_unanswerable:
        golds = [gold for gold in golds if rule.normalized(gold)] or [""]
    if not golds:
        raise ValueError("a question needs at least one gold answer")
    return (
        max(answer_f1(predicted, gold, rule) for gold in golds),
        max(answer_exact(predicted, gold, rule) for gold in golds),
    )
