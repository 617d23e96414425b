"""Pairs of sentences that ask for the same, or for nearly the same: made hard on purpose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from crosswind.core.hashing import text_digest
from crosswind.core.seeds import generator
from crosswind.data.home import read_grammar, sentence_key, templates_by_split
from crosswind.data.home_facts import INTENTS
from crosswind.data.intents_files import Template
from crosswind.data.task import Placed, Reading, Source
from crosswind.data.templates import Grammar, Sentence, UnfillableTemplateError, draw
from crosswind.records.example import Example

T = TypeVar("T")

_SEED = 0
# Anchor sentences of a split; each gives one pair of each label.
ANCHORS = {"train": 1000, "validation": 200, "test": 250}
# Intents that are easily taken for one another.
_OPPOSITES = {
    "HassTurnOn": ("HassTurnOff",),
    "HassTurnOff": ("HassTurnOn",),
    "HassIncreaseTimer": ("HassDecreaseTimer", "HassStartTimer"),
    "HassDecreaseTimer": ("HassIncreaseTimer", "HassStartTimer"),
    "HassStartTimer": ("HassIncreaseTimer", "HassCancelTimer"),
    "HassPauseTimer": ("HassUnpauseTimer", "HassCancelTimer"),
    "HassUnpauseTimer": ("HassPauseTimer", "HassCancelTimer"),
    "HassCancelTimer": ("HassPauseTimer", "HassTimerStatus"),
    "HassTimerStatus": ("HassCancelTimer", "HassPauseTimer"),
    "HassMediaNext": ("HassMediaPrevious",),
    "HassMediaPrevious": ("HassMediaNext",),
    "HassMediaPause": ("HassMediaUnpause",),
    "HassMediaUnpause": ("HassMediaPause",),
    "HassClimateGetTemperature": ("HassClimateSetTemperature",),
    "HassClimateSetTemperature": ("HassClimateGetTemperature",),
    "HassLightSet": ("HassTurnOn", "HassTurnOff"),
    "HassSetPosition": ("HassTurnOn", "HassTurnOff"),
    "HassGetState": ("HassTurnOn", "HassTurnOff"),
    "HassSetVolume": ("HassMediaPause",),
    "HassGetWeather": ("HassClimateGetTemperature",),
}
_TRIES = 6
# Difference in the share of common words at which no better candidate is looked for.
_CLOSE_ENOUGH = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    """Templates of one split, by meaning and by intent."""

    grammar: Grammar
    by_meaning: Mapping[str, list[Template]]
    by_intent: Mapping[str, list[Template]]


def read_pairs(source: Source, language: str, split: str) -> Reading:
    """Pairs with the labels "same" and "different", as many of one as of the other.

    An anchor sentence is drawn, then two partners for it. The *same* partner comes from another
    template of the same meaning wherever there is one, with equal slot values. The *different*
    partner differs in one slot value, in the opposite intent (on/off, next/previous, increase/
    decrease) or in what is asked (any/all): of several candidates the one is taken whose share of
    common words with the anchor is closest to that of the same partner, so that common words tell
    nothing about the label. The idea is that of PAWS (arXiv:1904.01130); the pairs are ours.

    Args:
        source: files with the roles "templates" and "fillers".
        language: canonical tag.
        split: train, validation or test.
    """
    grammar = read_grammar(source)
    templates = templates_by_split(grammar.intents.templates, language)[split]
    stock = _stock(grammar, templates)
    rows: list[Placed] = []
    seen: set[str] = set()
    dry = 0
    for number in range(ANCHORS[split]):
        rng = generator(_SEED, "home_paraphrase", language, split, number)
        triple = _triple(stock, rng)
        pairs = () if triple is None else tuple(_pairs(triple, language, rng))
        if not pairs or any(row.example_id in seen for row in pairs):
            dry += 1
            continue
        seen.update(row.example_id for row in pairs)
        place = f"{source.one('templates')}: pair {number}"
        rows += [Placed(place=place, example=row) for row in pairs]
    return Reading(rows=rows, left_out={"anchors_without_partners": dry} if dry else {})


def common_words(first: str, second: str) -> float:
    """Share of words that two sentences have in common, from 0 to 1."""
    left, right = set(first.casefold().split(" ")), set(second.casefold().split(" "))
    return len(left & right) / len(left | right)


def _stock(grammar: Grammar, templates: Sequence[Template]) -> _Stock:
    by_meaning: dict[str, list[Template]] = {}
    by_intent: dict[str, list[Template]] = {}
    for template in sorted(templates, key=lambda item: text_digest(item.text)):
        by_meaning.setdefault(template.meaning, []).append(template)
        by_intent.setdefault(template.intent, []).append(template)
    return _Stock(grammar=grammar, by_meaning=by_meaning, by_intent=by_intent)


def _triple(stock: _Stock, rng: np.random.Generator) -> tuple[Sentence, Sentence, Sentence] | None:
    """(anchor, same, different), or None if this draw gives no such three."""
    intents = [intent for intent in INTENTS if intent in stock.by_intent]
    for _ in range(_TRIES):
        template = _any_of(stock.by_intent[_any_of(intents, rng)], rng)
        anchor = _drawn(stock, template, rng, {})
        same = anchor and _same(stock, anchor, rng)
        if anchor is None or same is None:
            continue
        different = _closest(_different(stock, anchor, same, rng), anchor, same)
        if different is not None:
            return anchor, same, different
    return None


def _closest(candidates: Iterator[Sentence], anchor: Sentence, same: Sentence) -> Sentence | None:
    """The candidate that shares with the anchor what the same partner shares with it."""
    aim = common_words(anchor.text, same.text)
    taken = {sentence_key(anchor.text), sentence_key(same.text)}
    best: tuple[float, Sentence] | None = None
    for candidate in candidates:
        if sentence_key(candidate.text) in taken:
            continue
        distance = _distance(common_words(anchor.text, candidate.text), aim)
        if best is None or distance < best[0]:
            best = (distance, candidate)
        if distance < _CLOSE_ENOUGH:
            break
    return None if best is None else best[1]


def _distance(share: float, aim: float) -> float:
    # Too few common words would give the label away more than too many: they weigh double.
    return share - aim if share >= aim else 2 * (aim - share)


def _same(stock: _Stock, anchor: Sentence, rng: np.random.Generator) -> Sentence | None:
    family = stock.by_meaning[anchor.template.meaning]
    others = [item for item in family if item.text != anchor.template.text] or family
    found = []
    for _ in range(_TRIES):
        partner = _drawn(stock, _any_of(others, rng), rng, anchor.values())
        if (
            partner is not None
            and partner.values() == anchor.values()
            and sentence_key(partner.text) != sentence_key(anchor.text)
        ):
            found.append(partner)
    return _any_of(found, rng) if found else None


def _different(
    stock: _Stock, anchor: Sentence, same: Sentence, rng: np.random.Generator
) -> Iterator[Sentence]:
    """Candidates that differ in one value, in the intent, or in what is asked."""
    values = anchor.values()
    others = _confusable(stock, anchor.template)
    for _ in range(3 * _TRIES):
        if not others or (values and rng.random() < 0.5):
            changed = _any_of(sorted(values), rng) if values else ""
            rest = {name: value for name, value in values.items() if name != changed}
            partner = _drawn(stock, _any_of((anchor, same), rng).template, rng, rest)
            if partner is not None and _changed_slots(partner.values(), values) == [changed]:
                yield partner
        else:
            partner = _drawn(stock, _any_of(others, rng), rng, values)
            if partner is not None:
                yield partner


def _confusable(stock: _Stock, template: Template) -> list[Template]:
    """Templates that surely mean something else and look alike."""
    found = [
        other for intent in _OPPOSITES[template.intent] for other in stock.by_intent.get(intent, ())
    ]
    return found + [
        other for other in stock.by_intent[template.intent] if _asks_otherwise(other, template)
    ]


def _changed_slots(values: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """Slots with another value; all of them if the slots themselves differ."""
    if set(values) != set(others):
        return sorted({*values, *others})
    return [name for name in sorted(values) if values[name] != others[name]]


def _asks_otherwise(template: Template, other: Template) -> bool:
    # Only what surely changes the meaning: another question, or another kind of device.
    if template.intent == "HassGetState" and template.fixed == other.fixed:
        return template.response != other.response
    kinds = template.fixed.get("domain"), other.fixed.get("domain")
    return None not in kinds and kinds[0] != kinds[1]


def _drawn(
    stock: _Stock, template: Template, rng: np.random.Generator, wanted: Mapping[str, str]
) -> Sentence | None:
    try:
        return draw(stock.grammar, template, rng, wanted=wanted)
    except UnfillableTemplateError:
        return None


def _any_of(options: Sequence[T], rng: np.random.Generator) -> T:
    return options[int(rng.random() * len(options))]


def _pairs(
    triple: tuple[Sentence, Sentence, Sentence], language: str, rng: np.random.Generator
) -> Iterator[Example]:
    anchor, same, different = triple
    cluster = text_digest("\n".join(item.text for item in triple))[:16]
    # The anchor stands first in both pairs or second in both: its place tells nothing either.
    anchor_first = rng.random() < 0.5
    for label, partner in (("same", same), ("different", different)):
        first, second = (anchor, partner) if anchor_first else (partner, anchor)
        yield Example(
            example_id=text_digest(f"{first.text}\n{second.text}")[:16],
            parallel_id=f"{language}:{cluster}",
            language=language,
            texts={"first": first.text, "second": second.text},
            label=label,
        )
