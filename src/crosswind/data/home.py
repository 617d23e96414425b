"""Sentences of the home tasks: drawn, balanced over intents, split by template."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.core.hashing import text_digest
from crosswind.core.seeds import generator
from crosswind.data.fillers import read_fillers
from crosswind.data.home_facts import INTENTS
from crosswind.data.intents_files import Template, read_intents
from crosswind.data.task import Source
from crosswind.data.templates import Grammar, Sentence, UnfillableTemplateError, draw

# The address of all draws. Changing it changes every home task.
_SEED = 0
# Sentences of one intent in a split.
QUOTAS = {"train": 100, "validation": 20, "test": 30}
# Share of an intent's templates that a split gets, at least one; the rest trains.
_SHARES = {"test": 0.2, "validation": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSentences:
    """Sentences of one split, in the order of their digests, and what was left out, by reason."""

    sentences: tuple[Sentence, ...]
    left_out: dict[str, int]


def read_grammar(source: Source) -> Grammar:
    """Templates, rules, lists and fillers of a language."""
    return Grammar(
        intents=read_intents(source.one("templates"), INTENTS),
        fillers=read_fillers(source.one("fillers")),
    )


def templates_by_split(templates: Sequence[Template], language: str) -> dict[str, list[Template]]:
    """The templates of each split. Test only, except in English.

    Within an intent, templates are ranked by the SHA-256 of their text: the first fifth is for
    test, the next tenth for validation, the rest for training. The order of the file and the
    presence of other intents play no part, and every intent with three templates is in every split.
    """
    if language != "en":
        return {"test": list(templates)}
    parts: dict[str, list[Template]] = {"test": [], "validation": [], "train": []}
    for intent in INTENTS:
        ranked = sorted(
            (item for item in templates if item.intent == intent),
            key=lambda item: text_digest(item.text),
        )
        n_test = max(1, round(len(ranked) * _SHARES["test"]))
        n_other = n_test + max(1, round(len(ranked) * _SHARES["validation"]))
        parts["test"] += ranked[:n_test]
        parts["validation"] += ranked[n_test:n_other]
        parts["train"] += ranked[n_other:]
    return parts


def home_sentences(source: Source, language: str, split: str) -> HomeSentences:
    """The sentences of a split.

    A sentence that two intents could have said is left out; a sentence that two splits could have
    said stays in the first of test, validation, train.

    Args:
        source: files with the roles "templates" and "fillers".
        language: canonical tag.
        split: train, validation or test.
    """
    grammar = read_grammar(source)
    parts = templates_by_split(grammar.intents.templates, language)
    left_out: Counter[str] = Counter(doubled_templates=grammar.intents.n_doubled)
    pools: dict[str, list[Sentence]] = {}
    for part in parts:
        pools[part] = list(_pool(grammar, parts[part], language, part, left_out))
        if part == split:
            break
    intents_of: dict[str, set[str]] = {}
    for sentence in (item for pool in pools.values() for item in pool):
        intents_of.setdefault(sentence_key(sentence.text), set()).add(sentence.template.intent)
    earlier = {
        sentence_key(item.text) for part, pool in pools.items() if part != split for item in pool
    }
    kept: list[Sentence] = []
    for sentence in pools[split]:
        key = sentence_key(sentence.text)
        if len(intents_of[key]) > 1:
            left_out["ambiguous_sentences"] += 1
        elif key in earlier:
            left_out["sentences_of_another_split"] += 1
        else:
            kept.append(sentence)
    kept.sort(key=lambda item: text_digest(item.text))
    return HomeSentences(
        sentences=tuple(kept),
        left_out={reason: count for reason, count in sorted(left_out.items()) if count},
    )


def sentence_key(text: str) -> str:
    """What two sentences share that differ in case only."""
    return text.casefold()


def _pool(
    grammar: Grammar,
    templates: Sequence[Template],
    language: str,
    split: str,
    left_out: Counter[str],
) -> Iterator[Sentence]:
    """Up to the quota of each intent, no sentence twice within an intent."""
    for intent in INTENTS:
        mine = sorted(
            (item for item in templates if item.intent == intent),
            key=lambda item: text_digest(item.text),
        )
        seen: set[str] = set()
        streams = {item.text: generator(_SEED, "home", language, item.text) for item in mine}
        quota = QUOTAS[split]
        # Templates take turns. Short ones run dry: some rounds more than the quota needs, no end.
        for _ in range(4 + 3 * quota // max(1, len(mine))):
            for template in list(mine):
                if len(seen) >= quota:
                    break
                sentence = _draw_or_none(grammar, template, streams[template.text])
                if sentence is None:
                    mine.remove(template)
                    left_out["unfillable_templates"] += 1
                elif sentence_key(sentence.text) not in seen:
                    seen.add(sentence_key(sentence.text))
                    yield sentence


def _draw_or_none(
    grammar: Grammar, template: Template, rng: np.random.Generator
) -> Sentence | None:
    try:
        return draw(grammar, template, rng)
    except UnfillableTemplateError:
        return None
