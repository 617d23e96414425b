"""A small invented study in the files that the steps before the report write."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.files import write_json
from crosswind.core.seeds import derive_seed
from crosswind.records.codecs import (
    write_edits,
    write_estimates,
    write_examples,
    write_predictions,
)
from crosswind.records.estimate import Estimate, Interval
from crosswind.records.example import Answer, EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.report.figure import Figure
from crosswind.report.render import ReportParams, render_report
from crosswind.report.study import Study, read_study

SENTENCES = {
    "en": ("turn", "on", "the", "lamp", "in", "the", "kitchen"),
    "de": ("schalte", "die", "Lampe", "in", "der", "Küche", "an"),
    "fr": ("allume", "la", "lampe", "dans", "la", "cuisine"),
    "es": ("enciende", "la", "lámpara", "de", "la", "cocina"),
    "ru": ("включи", "лампу", "на", "кухне"),
    "tr": ("mutfaktaki", "lambayı", "aç"),
    "sw": ("washa", "taa", "ya", "jikoni"),
    "ar": ("شغّل", "المصباح", "في", "المطبخ"),
    "he": ("הדלק", "את", "המנורה", "במטבח"),
    "hi": ("रसोई", "की", "बत्ती", "जलाओ"),
    "th": ("เปิด", "ไฟ", "ใน", "ครัว"),
    "zh": ("打开", "厨房", "的", "灯"),
    "ja": ("台所", "の", "明かり", "を", "つけて"),
}
LABELS = ("light_on", "light_off", "climate_set")
KINDS = {
    "home_intents": ("classification", "accuracy"),
    "home_slots": ("tagging", "entity_f1"),
    "interface_retrieval": ("retrieval", "accuracy"),
    "xquad": ("span_qa", "qa_score"),
}
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>\'"&amp;{{ 7*7 }}'


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What the invented study has in it."""

    arms: tuple[str, ...] = ("none", "home_paraphrase")
    tasks: tuple[str, ...] = ("home_intents", "home_slots", "interface_retrieval")
    languages: tuple[str, ...] = tuple(SENTENCES)
    conditions: tuple[tuple[str, int], ...] = tuple(
        (name, level) for name in ("typo", "ocr") for level in (1, 3, 5)
    )
    n_examples: int = 8
    title: str = "quickstart"
    intervals: tuple[str, ...] = ("items",)
    poison: str = ""
    dropped: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Built:
    params: ReportParams
    inputs: dict[str, Any]


def share(*path: str | int) -> float:
    """A number in [0, 1) that depends on its address alone."""
    return derive_seed(7, *path) / 2**64


def estimates_of(grid: Grid) -> tuple[list[Estimate], dict[str, Any]]:
    rows: list[Estimate] = []

    def add(quantity: str, point: float, width: float = 0.02, **where: str | int) -> None:
        if quantity in grid.dropped:
            return
        intervals = tuple(
            Interval(
                kind=kind,
                low=point - width * (1 + 2 * (kind == "seeds")),
                high=point + width * (1 + 2 * (kind == "seeds")),
                level=0.95,
                method="invented",
            )
            for kind in grid.intervals
        )
        rows.append(
            Estimate(
                quantity=quantity, where=where, point=point, intervals=intervals,
                n_examples=1200, n_clusters=400, n_seeds=2,
                marks=("embedded",) if "home" in str(where.get("task", "")) else (),
            )
        )  # fmt: skip

    for arm in grid.arms:
        bonus = 0.02 * (arm != "none")
        loss = 0.011 if arm == "none" else 0.008
        for task in grid.tasks:
            add("score", 0.74 + bonus, arm=arm, task=task, perturbation="", severity=0,
                scope="target_languages")  # fmt: skip
            for name, level in grid.conditions:
                place = {"arm": arm, "task": task, "perturbation": name, "severity": level}
                add("score", 0.74 + bonus - loss * level, scope="target_languages", **place)
                add("robustness_drop", loss * level, **place)
                add("flip_rate", 0.02 * level, **place)
            for language in grid.languages:
                off = 0.1 * share(task, language) * (language != "en")
                add("score", 0.84 + bonus - off, arm=arm, task=task, language=language,
                    perturbation="", severity=0)  # fmt: skip
                if grid.conditions:
                    add("robustness_drop", loss * 3 + off / 3, arm=arm, task=task,
                        language=language)  # fmt: skip
            add("transfer_gap", 0.08, arm=arm, task=task)
            if grid.conditions:
                add("robustness_drop", loss * 3, arm=arm, task=task)
                add("mean_corrupted_score", 0.74 + bonus - 3 * loss, arm=arm, task=task)
                add("retention", 0.94, arm=arm, task=task)
                add("worst_case", 0.64, arm=arm, task=task)
            for name in dict.fromkeys(name for name, _ in grid.conditions):
                add("noise_transfer_gap", 0.012, arm=arm, task=task, perturbation=name)
        for name in dict.fromkeys(name for name, _ in grid.conditions):
            for language in grid.languages:
                if (name, language) != ("ocr", "th"):
                    add("robustness_drop", 0.07 * share(arm, name, language), arm=arm,
                        language=language, perturbation=name)  # fmt: skip
    for arm in grid.arms[1:]:
        pair = {"arm": arm, "against": grid.arms[0]}
        for quantity, point in (("intermediate_gain", 0.023), ("intermediate_gain_noisy", 0.031),
                                ("robustness_gain", 0.008)):  # fmt: skip
            if quantity != "intermediate_gain" and not grid.conditions:
                continue
            add(quantity, point, 0.011, **pair)
            if quantity != "robustness_gain":
                add(quantity, point / 2, 0.011, group="non_retrieval", **pair)
                add(quantity, point * 2, 0.011, group="retrieval", **pair)
            for index, task in enumerate(grid.tasks):
                add(quantity, point * (1.5 - index), 0.015, task=task, **pair)
        for name in dict.fromkeys(name for name, _ in grid.conditions):
            add("robustness_gain", 0.008, 0.012, perturbation=name, **pair)
            for task in grid.tasks:
                add("robustness_gain", 0.008, task=task, perturbation=name, **pair)
    facts = {
        "cells": 1, "arms": list(grid.arms), "n_resamples": 2000, "level": 0.95,
        "tasks": {
            task: {
                "metric": KINDS[task][1] if task in KINDS else "accuracy",
                "kind": KINDS[task][0] if task in KINDS else "classification",
                "world": "embedded", "source_language": "en", "languages": list(grid.languages),
                "n_examples": 400, "n_clusters": 60 if task == "home_slots" else 200,
            }
            for task in grid.tasks
        },
        "conditions": [list(condition) for condition in grid.conditions],
        "seeds": [[1, 1], [2, 2]],
        "collapsed": [], "missing": ["ocr in th"],
        "notes": ["training variance is not covered: two seeds"],
    }  # fmt: skip
    return rows, facts


def clean_example(task: str, language: str, index: int, poison: str) -> Example:
    words = SENTENCES[language]
    glue = "" if language in {"zh", "ja", "th"} else " "
    kind = KINDS[task][0] if task in KINDS else "classification"
    base = Example(example_id=f"{task}-{index}", parallel_id=f"p{index}", language=language)
    if kind == "tagging":
        tags = tuple("B-area" if i == len(words) - 1 else "O" for i in range(len(words)))
        head = (poison or words[0],)
        return replace(base, words=(*head, *words[1:]), tags=tags)
    text = glue.join(words) + (poison or "")
    if kind == "retrieval":
        english = " ".join(SENTENCES["en"]) + f" {index}"
        return replace(base, texts={"source": english, "target": f"{text} {index}"})
    if kind == "span_qa":
        context = f"{text}. " * 12
        answer = Answer(start=context.index(words[-1], 80), text=words[-1])
        return replace(base, texts={"question": f"{text}?", "context": context}, answers=(answer,))
    return replace(base, texts={"text": text}, label=poison or LABELS[index % 3])


def perturbed(example: Example, name: str, level: int) -> tuple[Example, list[EditRow]]:
    """Doubled, replaced and dropped letters at seeded places outside the answers."""
    edits: list[EditRow] = []

    def change(text: str, where: str) -> str:
        out, at = [], 0
        for position in range(0, len(text), 9):
            spot = min(len(text) - 1, position + int(9 * share(name, where, position)))
            inside = any(a.start - 1 <= spot < a.start + len(a.text) for a in example.answers)
            if spot < at or share(name, where, position, "hit") > 0.2 * level or inside:
                continue
            new = (text[spot] * 2, "", "x", "\u200b")[spot % 4]
            edits.append(
                EditRow(example_id=example.example_id, field=where, start=spot, end=spot + 1,
                        text=new)
            )  # fmt: skip
            out += [text[at:spot], new]
            at = spot + 1
        return "".join([*out, text[at:]])

    if example.words:
        words = [change(word, f"words:{i}") for i, word in enumerate(example.words)]
        return replace(example, words=tuple(words)), edits
    kept = {"source", "context"} if "source" in example.texts else {"context"}
    texts = {k: v if k in kept else change(v, k) for k, v in example.texts.items()}
    return replace(example, texts=texts), edits


def prediction_of(example: Example, arm: str, name: str, level: int, poison: str) -> Prediction:
    wrong = share(arm, name, level, example.example_id, example.language) < 0.15 + 0.06 * level
    base = Prediction(
        example_id=example.example_id,
        score=0.75,
        n_tokens=9 + round(level * share(example.language, name) * 2),
    )
    if example.words:
        tags = tuple("O" if wrong else tag for tag in example.tags)
        return replace(base, tags=tags)
    if example.answers:
        return replace(base, predicted="…" if wrong else example.answers[0].text, start=4)
    if "target" in example.texts:
        task = example.example_id.rsplit("-", 1)[0]
        return replace(base, predicted=f"{task}-0" if wrong else example.example_id)
    return replace(base, predicted=(poison or "climate_set") if wrong else example.label)


def build(folder: Path, grid: Grid) -> Built:
    """Write all inputs of the report below `folder`."""
    rows, facts = estimates_of(grid)
    cells: dict[str, list[dict[str, Any]]] = {"clean": [], "perturbed": [], "predictions": []}
    folders: dict[str, list[Path]] = {"clean": [], "perturbed": [], "predictions": []}

    def place(kind: str, cell: dict[str, Any]) -> Path:
        path = folder / kind / str(len(folders[kind]))
        path.mkdir(parents=True)
        cells[kind].append(cell)
        folders[kind].append(path)
        return path

    def predict(task: str, language: str, name: str, level: int, rows: Sequence[Example]) -> None:
        for arm in grid.arms:
            cell = {"arm": arm, "task": task, "language": language, "perturbation": name,
                    "severity": level, "intermediate_seed": 1, "target_seed": 1}  # fmt: skip
            said = [prediction_of(row, arm, name, level, grid.poison) for row in rows]
            write_predictions(place("predictions", cell), said)

    for task in grid.tasks:
        for language in grid.languages:
            clean = [clean_example(task, language, i, grid.poison) for i in range(grid.n_examples)]
            write_examples(place("clean", {"task": task, "language": language}), clean)
            predict(task, language, "", 0, clean)
            for name, level in grid.conditions:
                pairs = [perturbed(example, name, level) for example in clean]
                path = place("perturbed", {"task": task, "language": language,
                                           "perturbation": name, "severity": level})  # fmt: skip
                write_examples(path, [example for example, _ in pairs])
                write_edits(path, [edit for _, edits in pairs for edit in edits])
                write_json(path / "summary.json", {
                    "rows_in": len(clean), "rows_out": len(clean),
                    "changed": sum(bool(edits) for _, edits in pairs),
                    "character_error_rate": 0.006 * level, "word_error_rate": 0.03 * level,
                })  # fmt: skip
                predict(task, language, name, level, [example for example, _ in pairs])
    estimates = folder / "estimates"
    estimates.mkdir(parents=True)
    write_estimates(estimates, rows, facts)
    checkpoint = folder / "checkpoint"
    checkpoint.mkdir()
    write_json(checkpoint / "checkpoint.json", {"updates": 120, "head": "classification"})
    params = ReportParams(
        title=grid.title,
        question="Does paraphrase training steady zero-shot transfer when the input is noisy?",
        experiment={"name": grid.title, "seeds": [1, 2], "noise": {"perturbations": ["typo"]},
                    "arms": [{"name": arm} for arm in grid.arms]},
        notes=("One noise seed: every perturbed text was drawn once.",),
        clean_cells=tuple(cells["clean"]),
        perturbed_cells=tuple(cells["perturbed"]),
        prediction_cells=tuple(cells["predictions"]),
        checkpoint_cells=({"task": "home_paraphrase", "seed": 1, "label": "train"},),
        provenance={"encoder": {"name": "e5-small-q4"}, "versions": {"torch": "2.13.0"}},
    )  # fmt: skip
    inputs = {
        "estimates": estimates,
        "clean": tuple(folders["clean"]),
        "perturbed": tuple(folders["perturbed"]),
        "predictions": tuple(folders["predictions"]),
        "checkpoints": (checkpoint,),
        "overlaps": (),
        "claims": (),
    }
    return Built(params=params, inputs=inputs)


def render(folder: Path, grid: Grid) -> Path:
    """Build a study and render it; the folder of the report."""
    built = build(folder / "inputs", grid)
    out = folder / "out"
    out.mkdir()
    render_report(built.params, **built.inputs, out=out, options=RunOptions())
    return out


@pytest.fixture
def source_only() -> Study:
    """Two arms on a target that was scored in its source language alone."""
    spelled = {"task": "t", "language": "en"}
    clean = {**spelled, "perturbation": "", "severity": 0}
    pair = {"arm": "a", "against": "none"}
    found = (
        ("score", 0.75, {"arm": "none", **clean}),
        ("score", 0.8, {"arm": "a", **clean}),
        ("robustness_drop", 0.1, {"arm": "none", **spelled}),
        ("robustness_drop", 0.09, {"arm": "a", **spelled}),
        ("intermediate_gain", 0.05, {**pair, **clean}),
        ("robustness_gain", 0.01, {**pair, "task": "t", "scope": "all_languages"}),
    )
    rows = [
        Estimate(
            quantity=quantity, where=where, point=point, n_examples=32, n_clusters=32, n_seeds=2,
            intervals=(
                Interval(kind="items", low=point - 0.1, high=point + 0.1, level=0.95, method="m"),
            ),
        )
        for quantity, point, where in found
    ]  # fmt: skip
    facts = {
        "arms": ["none", "a"], "conditions": [["typo", 1]], "seeds": [[1, 1], [2, 2]],
        "tasks": {"t": {"languages": ["en"], "kind": "classification", "metric": "accuracy"}},
    }  # fmt: skip
    return read_study(rows, facts)


@pytest.fixture(scope="session")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered report of a study of the quickstart's size."""
    conditions = tuple((name, level) for name in ("typo", "ocr") for level in (3, 5))
    grid = Grid(conditions=conditions, n_examples=6)
    return render(tmp_path_factory.mktemp("quickstart"), grid)


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., Path]:
    """A function that renders a small study, changed as its keywords say."""
    small = Grid(
        tasks=("home_intents",), languages=("en", "ar"), conditions=(("typo", 5),), n_examples=4
    )

    def make(name: str = "report", **changes: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        return render(folder, replace(small, **changes))

    return make


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """A function that writes the inputs of a study without rendering it."""
    return lambda **changes: build(tmp_path / "inputs", Grid(**changes))


@pytest.fixture
def hostile() -> str:
    """Text that would do harm if it were not escaped."""
    return HOSTILE


@pytest.fixture
def study_of() -> Callable[..., Study]:
    """A function that gives the study of a grid, without files."""
    return lambda **changes: read_study(*estimates_of(Grid(**changes)))


@pytest.fixture
def words_of() -> Callable[[Figure], str]:
    """A function that gives all words of a figure, which must be well-formed."""
    return lambda figure: " ".join(
        "".join(node.itertext()) for node in ET.fromstring(figure.svg).iter()
    )
