"""The promise of each perturbation on one page, and the support matrix: generated, not typed."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from crosswind.noise.api import perturb
from crosswind.noise.catalogue import XTREME_R, support
from crosswind.noise.perturbation import TASK_KINDS, Perturbation, Support

LEVELS = ("full", "generic", "conditional", "unsupported")
_LETTER = {"full": "F", "generic": "g", "conditional": "c", "unsupported": "."}
_SHOWN = (1, 3, 5)


def facts(perturbation: Perturbation, languages: Sequence[str] = XTREME_R) -> dict[str, Any]:
    """Everything on a card as plain values, with the support of each language."""
    language, text = perturbation.example
    return {
        "name": perturbation.name,
        "family": perturbation.family,
        "version": perturbation.version,
        "summary": perturbation.summary,
        "mechanism": perturbation.mechanism,
        "unit": perturbation.unit,
        "severities": list(perturbation.ladder),
        "nested": perturbation.nested,
        "evidence": perturbation.evidence,
        "source": perturbation.source,
        "keeps": perturbation.keeps,
        "labels": {kind: perturbation.label_policy(kind) for kind in TASK_KINDS},
        "liberties": list(perturbation.liberties),
        "options": perturbation.options,
        "operations": list(perturbation.operations),
        "stages": [
            {
                "perturbation": stage.perturbation.name,
                "share": stage.share,
                "unit": stage.perturbation.unit,
                "severities": list(stage.ladder),
            }
            for stage in perturbation.stages
        ],
        "example": {
            "language": language,
            "text": text,
            "perturbed": {str(level): _perturbed(perturbation, level) for level in _SHOWN},
        },
        "support": {tag: asdict(support(perturbation, tag)) for tag in languages},
    }


def page(perturbation: Perturbation) -> str:
    """The promise of a perturbation as a page of Markdown."""
    nested = "severities nest" if perturbation.nested else "severities do not nest"
    language, text = perturbation.example
    ladder = " / ".join(f"{value:g}" for value in perturbation.ladder)
    lines = [
        f"## {perturbation.name}",
        "",
        f"*{perturbation.summary}* (family {perturbation.family}, version {perturbation.version})",
        "",
        perturbation.mechanism,
        "",
        f"- **Severity 1 to 5**: {ladder}, {perturbation.unit}; {nested}.",
        f"- **Evidence**: {perturbation.evidence}. {perturbation.source}",
        f"- **What survives**: {perturbation.keeps}",
        *_labels(perturbation),
        *([f"- **Options**: {perturbation.options}"] if perturbation.options else []),
        *_stages(perturbation),
        *_languages({tag: support(perturbation, tag) for tag in XTREME_R}),
        "",
        f"Example ({language}), clean and at severity 1, 3 and 5:",
        "",
        "```text",
        text,
        *(_perturbed(perturbation, level) for level in _SHOWN),
        "```",
    ]
    return "\n".join(lines)


def matrix(perturbations: Sequence[Perturbation], languages: Sequence[str] = XTREME_R) -> list[str]:
    """The support matrix as lines of fixed width: a row a perturbation, a column a language."""
    width = max(len(one.name) for one in perturbations) + 2
    tall = max(map(len, languages))
    heads = ["".join(tag.ljust(tall)[row] for tag in languages) for row in range(tall)]
    lines = [" " * width + head.rstrip() for head in heads]
    for one in perturbations:
        cells = "".join(_LETTER[support(one, tag).level] for tag in languages)
        lines.append(one.name.ljust(width) + cells)
    lines.append("F full, g generic, c conditional, . unsupported")
    return lines


def _perturbed(perturbation: Perturbation, severity: int) -> str:
    language, text = perturbation.example
    found = support(perturbation, language)
    if found.level == "unsupported":
        return f"(refused: {found.reason})"
    return perturb(text, language=language, perturbation=perturbation, severity=severity).text


def _labels(perturbation: Perturbation) -> list[str]:
    """Task kinds by what happens to their labels."""
    words = {
        "headline": "counts in headline means",
        "apart": "reported apart",
        "refused": "not offered",
    }
    lines = []
    for policy, meaning in words.items():
        kinds = [kind for kind in TASK_KINDS if perturbation.label_policy(kind) == policy]
        if kinds:
            lines.append(f"  - {meaning}: {', '.join(kinds)}")
    return lines


def _stages(perturbation: Perturbation) -> list[str]:
    if not perturbation.stages:
        return []
    lines = ["- **Stages**, each on the text that the last one wrote:"]
    for stage in perturbation.stages:
        ladder = " / ".join(f"{value:g}" for value in stage.ladder)
        writers = "" if stage.share >= 1 else f", of {stage.share:.0%} of the writers"
        lines.append(f"  - {stage.perturbation.name}: {ladder} {stage.perturbation.unit}{writers}")
    return lines


def _languages(found: dict[str, Support]) -> list[str]:
    """Languages by level, and for those without full support by reason."""
    lines = ["- **Languages** of XTREME-R:"]
    for level in LEVELS:
        tags = [tag for tag, one in found.items() if one.level == level]
        if not tags:
            continue
        reasons = dict.fromkeys(found[tag].reason for tag in tags)
        if level == "full":
            lines.append(f"  - full ({len(tags)}): {' '.join(tags)}")
            continue
        for reason in reasons:
            some = [tag for tag in tags if found[tag].reason == reason]
            lines.append(f"  - {level} ({len(some)}), {reason}: {' '.join(some)}")
    return lines
