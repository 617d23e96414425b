"""The card of a release: what is in it, under which licences, and how it is read and scored."""

from collections.abc import Mapping, Sequence
from typing import Any

from crosswind.data.catalogue import TASKS
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.records.release import CLEAN, MANIFEST


def source_facts(task: str) -> dict[str, Any]:
    """What the card of a task says about the origin of its text."""
    card = TASKS.get(task).card
    return {
        "licence": card.licence,
        "text_origin": card.text_origin,
        "citation": card.citation,
        "source": card.source,
        "revision": card.revision,
        "files": {},
    }


def card_text(manifest: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    sets = manifest["sets"]
    lines = [
        f"# Evaluation sets of the experiment {manifest['experiment']}",
        "",
        (
            f"Written by crosswind {manifest['crosswind']}. Each condition is a folder in the "
            "official layouts of its tasks:"
        ),
        (
            "point `data.root` at it and load them. Clean text of the same examples is in "
            f"`{CLEAN}/`, if it was scored."
        ),
        "",
        *_table(
            ("condition", "task", "language", "split", "examples", "changed", "edits / 100"),
            [_row(one) for one in sets],
        ),
        "",
        *_refusals(manifest["refused"]),
        "## Perturbations",
        "",
        *_perturbations(sets),
        "",
        *_sources(manifest["sources"]),
        *_use(manifest),
    ]
    return "\n".join(lines) + "\n"


def _sources(sources: Mapping[str, Any]) -> list[str]:
    return [
        "## Sources and licences",
        "",
        (
            "The texts stay under the licences of their sources, also where they were perturbed. "
            "Read them before you pass"
        ),
        "anything on: some allow no commercial use, some ask for equal terms, some state none.",
        "",
        *_table(
            ("task", "licence", "cite", "source", "revision"),
            [
                (task, *(facts[key] for key in ("licence", "citation", "source", "revision")))
                for task, facts in sources.items()
            ],
        ),
        "",
    ]


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    dose = one["dose"].get("character_error_rate")
    return (
        one["condition"],
        one["task"],
        one["language"],
        one["split"],
        str(one["n_examples"]),
        str(one["n_changed"]),
        "" if dose is None else f"{100 * dose:.2f}",
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(head)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


def _refusals(refused: Mapping[str, str]) -> list[str]:
    if not refused:
        return []
    return ["Left out:", "", *(f"- {name}: {reason}" for name, reason in refused.items()), ""]


def _perturbations(sets: Sequence[Mapping[str, Any]]) -> list[str]:
    names = sorted({one["key"]["perturbation"] for one in sets if one["key"]})
    if not names:
        return ["None: all sets are clean."]
    return [
        f"- {name} {declared.version}: {declared.mechanism} Keeps: {declared.keeps}"
        for name, declared in ((name, PERTURBATIONS.get(name)) for name in names)
    ]


def _use(manifest: Mapping[str, Any]) -> list[str]:
    noisy = [name for name in manifest["conditions"] if name != CLEAN]
    name = noisy[0] if noisy else CLEAN
    lines = [
        "## Use",
        "",
        "Score predictions for a condition:",
        "",
        "```",
        (
            f"crosswind score --gold THIS_FOLDER --condition {name} --task TASK --language XX "
            "--predictions FILE"
        ),
        "```",
        "",
        (
            "`edits/*.jsonl` holds a line an example, in the order of the files: its id, its "
            "cluster, and its edits"
        ),
        (
            "by field as `[start, end, text]` in code points of the clean text. Gold answers stand "
            "where they moved to;"
        ),
        "`clean_answers` are those of the clean text.",
        f"`{MANIFEST}` holds the key of each set's noise and the SHA-256 of every file.",
    ]
    by_row = sorted({one["task"] for one in manifest["sets"] if not one["has_same_ids"]})
    if by_row:
        lines += [
            "",
            f"The layouts of {', '.join(by_row)} count lines or group what is equal: ids or",
            "clusters differ from those of the experiment, which the lines of `edits` tell.",
        ]
    return lines
