"""Sentences out of templates: the only module that knows `hassil`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hassil.errors import HassilError
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from crosswind.data.fillers import Fillers
from crosswind.data.intents_files import IntentFile, Template

# Rules may refer to each other; a chain this deep is a circle.
_MAX_DEPTH = 24


class UnfillableTemplateError(Exception):
    """A template that refers to a rule or a list which nothing fills. Counted, never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A filled slot: `text[start:end]` is what was filled in.

    Attributes:
        name: the slot ("device_class").
        list_name: the list that filled it ("cover_classes").
        value: what was chosen, free of its form; equal values mean the same thing.
        start, end: code points of the sentence.
    """

    name: str
    list_name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence drawn from a template."""

    text: str
    template: Template
    slots: tuple[Slot, ...]

    def values(self) -> dict[str, str]:
        """Slot name -> value, with equal dicts for equal content."""
        return {slot.name: f"{slot.list_name}={slot.value}" for slot in self.slots}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the templates of a language refer to. `parsed` is a cache: template text -> tree."""

    intents: IntentFile
    fillers: Fillers
    parsed: dict[str, Expression] = field(default_factory=dict)

    def tree(self, text: str) -> Expression:
        """The parsed template."""
        if text not in self.parsed:
            try:
                self.parsed[text] = parse_sentence(text).expression
            except (HassilError, ParseError) as error:
                raise UnfillableTemplateError(text) from error
        return self.parsed[text]


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A sentence while it is written, with runs of white space made one blank at once."""

    text: str = ""
    slots: list[Slot] = field(default_factory=list)

    def write(self, piece: str) -> None:
        if piece[:1].isspace() and self.text and not self.text.endswith(" "):
            self.text += " "
        words = piece.split()
        if words:
            self.text += " ".join(words) + (" " if piece[-1].isspace() else "")

    def word_in_front(self) -> str:
        return self.text.rsplit(None, 1)[-1] if self.text.endswith(" ") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    grammar: Grammar
    template: Template
    rng: np.random.Generator
    wanted: Mapping[str, str]
    draft: _Draft

    def write(self, node: Expression, depth: int = 0) -> None:
        if depth > _MAX_DEPTH:
            raise UnfillableTemplateError(self.template.text)
        if isinstance(node, TextChunk):
            self.draft.write(node.original_text)
        elif isinstance(node, Alternative):
            self.write(node.items[_below(self.rng, len(node.items))], depth + 1)
        elif isinstance(node, Permutation):
            for index in self.rng.permutation(len(node.items)):
                self.write(node.items[int(index)], depth + 1)
        elif isinstance(node, Group):
            for item in node.items:
                self.write(item, depth + 1)
        elif isinstance(node, ListReference):
            self._fill(node)
        elif isinstance(node, RuleReference):
            rule = self.grammar.intents.rules.get(node.rule_name)
            if rule is None:
                raise UnfillableTemplateError(node.rule_name)
            self.write(self.grammar.tree(rule), depth + 1)
        else:
            raise UnfillableTemplateError(self.template.text)

    def _fill(self, node: ListReference) -> None:
        name = node.list_name
        surface, value = self._choose(node, self.wanted.get(node.slot_name, ""))
        before = len(self.draft.text)
        self.draft.write(surface)
        start, end = before, len(self.draft.text)
        while start < end and self.draft.text[start] == " ":
            start += 1
        trimmed = end - (self.draft.text[start:end].endswith(" "))
        slot = Slot(name=node.slot_name, list_name=name, value=value, start=start, end=trimmed)
        self.draft.slots.append(slot)

    def _choose(self, node: ListReference, wanted: str) -> tuple[str, str]:
        """(surface, value) of a list, the wanted value if the list has it."""
        name = node.list_name
        source, _, value = wanted.partition("=")
        value = value if source == name else ""
        entries = self.grammar.fillers.entries(name, self.template.domains)
        if entries:
            keyed = {entry[0]: entry for entry in entries}
            chosen = self._pick(list(keyed), value)
            front = self.draft.word_in_front()
            return self.grammar.fillers.form(name, keyed[chosen], front), chosen
        inline = node.get_inline_range()
        listed = self.grammar.intents.lists.get(name, {})
        if inline or "range" in listed:
            numbers = _numbers(inline, listed.get("range", {}))
            chosen = value or str(numbers[_below(self.rng, len(numbers))])
            return chosen, chosen
        return self._listed(name, listed, value)

    def _listed(self, name: str, listed: Mapping[str, Any], value: str) -> tuple[str, str]:
        texts: dict[str, list[str]] = {}
        for entry in listed.get("values", ()):
            pair = entry if isinstance(entry, dict) else {"in": entry}
            texts.setdefault(str(pair.get("out", pair["in"])), []).append(str(pair["in"]))
        if not texts:
            raise UnfillableTemplateError(name)
        chosen = self._pick(list(texts), value)
        options = texts[chosen]
        inner = _Draft()
        _Drawing(
            grammar=self.grammar,
            template=self.template,
            rng=self.rng,
            wanted={},
            draft=inner,
        ).write(self.grammar.tree(options[_below(self.rng, len(options))]))
        if not inner.text.strip():
            raise UnfillableTemplateError(name)
        return inner.text.strip(), chosen

    def _pick(self, options: list[str], value: str) -> str:
        return value if value in options else options[_below(self.rng, len(options))]


def draw(
    grammar: Grammar,
    template: Template,
    rng: np.random.Generator,
    *,
    wanted: Mapping[str, str] | None = None,
) -> Sentence:
    """One sentence of a template.

    Every choice is uniform: optional parts, alternatives, orders, list entries.

    Args:
        grammar: rules, lists and fillers of the language.
        template: what to draw from.
        rng: where the choices come from.
        wanted: slot name -> value (as `Sentence.values` gives them) to be used where the template
            has the slot.

    Raises:
        UnfillableTemplateError: if nothing fills a rule or a list of the template.
    """
    draft = _Draft()
    drawing = _Drawing(
        grammar=grammar, template=template, rng=rng, wanted=wanted or {}, draft=draft
    )
    drawing.write(grammar.tree(template.text))
    text = draft.text.rstrip(" ")
    if not text:
        raise UnfillableTemplateError(template.text)
    return Sentence(text=text, template=template, slots=tuple(draft.slots))


def _below(rng: np.random.Generator, bound: int) -> int:
    return int(rng.random() * bound)


def _numbers(inline: tuple[int, int, int] | None, listed: Mapping[str, Any]) -> range:
    if inline:
        return range(inline[0], inline[1] + 1, inline[2])
    first, last = int(listed["from"]), int(listed["to"])
    # "1 minutes" would be wrong in most languages: counts start at two where they can.
    return range(2 if first == 1 and last > 1 else first, last + 1, int(listed.get("step", 1)))
