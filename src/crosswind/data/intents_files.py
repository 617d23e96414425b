"""Sentence templates as the package `home-assistant-intents` ships them: one JSON a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.core.hashing import canonical_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One sentence template.

    Attributes:
        intent: what a sentence of it asks for.
        text: the template: `[optional]`, `(a|b)`, `<rule>`, `{list:slot}`.
        meaning: what the block of the template fixes besides the slots in the text: two sentences
            of one meaning and equal slot values say the same.
        fixed: slots that the block fixes ("domain": "light").
        response: which answer is asked for ("any", "all", "how_many").
        domains: kinds of device that `{name}` may stand for; empty: any.
    """

    intent: str
    text: str
    meaning: str
    fixed: Mapping[str, Any]
    response: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentFile:
    """The templates of a language for some intents, with the rules and lists they refer to.

    Attributes:
        templates: in the file's order, no text twice.
        rules: rule name -> template text.
        lists: list name -> values, range or wildcard mark, as in the file.
        n_doubled: templates left out because their text was there before.
    """

    templates: tuple[Template, ...]
    rules: Mapping[str, str]
    lists: Mapping[str, Mapping[str, Any]]
    n_doubled: int


def read_intents(path: Path, intents: Sequence[str]) -> IntentFile:
    """Read the templates of some intents.

    Args:
        path: a language file of the package.
        intents: names of intents; one that the language lacks gives no templates.

    Raises:
        DataError: if the file is not JSON or not of this layout.
    """
    content = read_json(path)
    try:
        templates: dict[str, Template] = {}
        n_all = 0
        for intent in intents:
            for block in content["intents"].get(intent, {"data": []})["data"]:
                for text in block["sentences"]:
                    n_all += 1
                    templates.setdefault(text, _template(intent, text, block))
        rules = {str(name): str(text) for name, text in content["expansion_rules"].items()}
        lists = {str(name): dict(entry) for name, entry in content["lists"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DataError(
            "not a file of sentence templates",
            place=f"{path}:1",
            value=str(error),
            allowed="keys intents (each with data, sentences), expansion_rules, lists",
            action="Install 'home-assistant-intents' again.",
        ) from error
    return IntentFile(
        templates=tuple(templates.values()),
        rules=rules,
        lists=lists,
        n_doubled=n_all - len(templates),
    )


def _template(intent: str, text: str, block: Mapping[str, Any]) -> Template:
    context = block.get("requires_context") or {}
    fixed = block.get("slots") or {}
    response = str(block.get("response", ""))
    domains = context.get("domain", ())
    return Template(
        intent=intent,
        text=str(text),
        meaning=canonical_json([intent, fixed, context, response]),
        fixed=dict(fixed),
        response=response,
        domains=(domains,) if isinstance(domains, str) else tuple(domains),
    )
