"""The model card of an exported checkpoint: what it is, what it was taught, how it is loaded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.data.catalogue import TASKS
from crosswind.model.cards import ENCODERS
from crosswind.runner.exported_loading import loading_lines

_RECIPE = (
    *("learning_rate", "batch_examples", "epochs", "max_updates", "max_tokens"),
    *("warmup_fraction", "weight_decay", "max_grad_norm", "selection", "evaluate_every"),
    *("patience", "embedding_rows", "attention_dropout", "hidden_dropout", "precision"),
    *("lora", "gradient_checkpointing", "carry_over", "parts", "robust", "seed"),
)
_ORACLE = "target_validation"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedStage:
    """One stage that the model went through.

    Attributes:
        step_id: of its step.
        params: of its step.
        train, validation: params of the steps that read its texts; {} for one that is not at hand.
        summary: counts of its checkpoint.
        versions: of the packages that it ran with.
    """

    step_id: str
    params: Mapping[str, Any]
    train: Sequence[Mapping[str, Any]]
    validation: Sequence[Mapping[str, Any]]
    summary: Mapping[str, Any]
    versions: Mapping[str, Any]


def card_text(
    stages: Sequence[TrainedStage], encoder: Mapping[str, Any], exported: Mapping[str, Any]
) -> str:
    """The card in Markdown.

    Args:
        stages: in the order they were trained.
        encoder: params of the step that loaded the root encoder.
        exported: fields of `model.export.Exported`, its record's among them.
    """
    last, record = stages[-1], exported["record"]
    lines = [
        *_front_matter(stages, encoder, exported),
        f"# {encoder.get('name', 'encoder')} trained on {last.params['task']}",
        "",
        f"Exported by crosswind from the step `{last.step_id}`.",
        *(line for head in record["parts"] or [record] for line in _head(head, record)),
        "",
        *_training(stages, encoder),
        *_zero_shot(stages, encoder),
        *_licences(stages, encoder),
        *loading_lines(exported),
        *_recipes(stages),
    ]
    return "\n".join(lines) + "\n"


def _front_matter(
    stages: Sequence[TrainedStage], encoder: Mapping[str, Any], exported: Mapping[str, Any]
) -> Iterator[str]:
    yield "---"
    yield "library_name: transformers"
    yield "license: other"
    if encoder.get("source", {}).get("kind") == "hub":
        yield f"base_model: {json.dumps(encoder['name'])}"
    names = {task: None for stage in stages for task in _tasks(stage)}
    yield f"datasets: {json.dumps(list(names))}"
    pipeline = {"tagging": "token-classification", "span_qa": "question-answering"}
    if exported["record"]["kind"] in pipeline and exported["auto"] != "AutoModel":
        yield f"pipeline_tag: {pipeline[exported['record']['kind']]}"
    yield "---"
    yield ""


def _head(head: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    kind = head["kind"].replace("_", " ")
    yield f"Head of {head['task']}: {kind}." if record["parts"] else f"Kind of task: {kind}."
    yield f"Labels, in the order of the outputs: {', '.join(head['labels']) or 'none'}."


def _training(stages: Sequence[TrainedStage], encoder: Mapping[str, Any]) -> Iterator[str]:
    yield "## What it was trained on, in order"
    yield ""
    revision = f", revision {encoder['revision']}" if encoder.get("revision") else ""
    yield f"0. pretrained encoder: {encoder.get('name', 'not at hand')}{revision}"
    for number, stage in enumerate(stages, start=1):
        counts = stage.summary
        yield (
            f"{number}. {stage.params['task']} ({stage.params['kind'].replace('_', ' ')}): "
            f"{'; '.join(_text(text) for text in stage.train)}. "
            f"{counts.get('n_examples', '?')} examples, {counts.get('n_updates', '?')} updates, "
            f"weights of update {counts.get('kept_update', '?')} kept "
            f"({_selection(stage)}), seed {stage.params['seed']}."
        )
    yield ""


def _selection(stage: TrainedStage) -> str:
    selection = str(stage.params["selection"])
    if not stage.validation:
        return selection
    return f"{selection}, on {'; '.join(_text(text) for text in stage.validation)}"


def _text(text: Mapping[str, Any]) -> str:
    if not text:
        return "a text that is no longer in the store"
    part = f" ({text['held_out'].replace('_', ' ')} part)" if text.get("held_out") else ""
    noise = f", perturbed with {text['perturbation']}" if text.get("perturbation") else ""
    return f"{text['task']}, {text['language']}, {text['split']}{part}{noise}"


def _zero_shot(stages: Sequence[TrainedStage], encoder: Mapping[str, Any]) -> Iterator[str]:
    trained = sorted({text["language"] for stage in stages for text in stage.train if text})
    oracles = sorted(
        {
            text["language"]
            for stage in stages
            if stage.params["selection"] == _ORACLE
            for text in stage.validation
            if text
        }
    )
    yield "## What is zero-shot, and what is not"
    yield ""
    yield f"- Labelled text that trained it is in: {', '.join(trained) or 'not at hand'}."
    if oracles:
        yield (
            f"- Selected on labelled text in {', '.join(oracles)} (an oracle): **not zero-shot** "
            "there."
        )
    others = [name for name in trained if name not in oracles]
    spared = ", ".join(sorted({*others, *oracles})) or "those above"
    yield f"- In languages other than {spared} it is zero-shot as far as this training goes."
    tasks = ", ".join(sorted({task for stage in stages for task in _tasks(stage)}))
    yield f"- On {tasks}, and on translations of it, it was trained on the task itself."
    name = encoder.get("name", "")
    prior = ENCODERS.get(name).prior_supervision if name in ENCODERS else ()
    for item in prior:
        taught = f"{item.dataset} ({item.languages})"
        yield f"- The encoder was taught with {taught} before: tasks like it are re-exposure."
    if not prior:
        yield "- Of labelled text that taught the encoder before, nothing is known here."
    yield ""


def _licences(stages: Sequence[TrainedStage], encoder: Mapping[str, Any]) -> Iterator[str]:
    yield "## Licences of what it was made from"
    yield ""
    yield "Read them before you pass the model on: some allow no commercial use."
    yield ""
    yield "| what | licence | cite | source |"
    yield "|---|---|---|---|"
    name = encoder.get("name", "")
    licence = ENCODERS.get(name).licence if name in ENCODERS else ""
    yield f"| encoder {name} | {licence or 'not known here'} | | |"
    for task in dict.fromkeys(task for stage in stages for task in _tasks(stage)):
        if task not in TASKS:
            yield f"| {task} | not known here | | |"
            continue
        card = TASKS.get(task).card
        cells = (card.licence or "not known here", card.citation, card.source)
        yield f"| {task} | {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def _recipes(stages: Sequence[TrainedStage]) -> Iterator[str]:
    yield "## Recipes, seeds and versions"
    for number, stage in enumerate(stages, start=1):
        recipe = {name: stage.params[name] for name in _RECIPE if name in stage.params}
        content = {"step": stage.step_id, "recipe": recipe, "versions": dict(stage.versions)}
        yield ""
        yield f"Stage {number}:"
        yield ""
        yield "```json"
        yield json.dumps(content, indent=1, ensure_ascii=False)
        yield "```"


def _tasks(stage: TrainedStage) -> list[str]:
    return [str(text["task"]) for text in stage.train if text] or stage.params["task"].split("+")
