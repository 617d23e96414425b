"""Texts of four kinds, with a noisy twin each, and updates made of them."""

from dataclasses import replace
from pathlib import Path

import torch

from crosswind.core.seeds import generator
from crosswind.model.encoders import encoder_digest, open_encoder
from crosswind.model.heads import TaskModel, new_head
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.losses import Update
from crosswind.train.objective import TextRules, TrainingRow, collated
from crosswind.train.objectives.table import OBJECTIVES

FIELDS = {
    "classification": ("text",),
    "tagging": ("text",),
    "span_qa": ("question", "context"),
    "multiple_choice": ("text", "choice1", "choice2"),
}
LABELS = {
    "classification": ("a", "b"),
    "tagging": ("X", "Y"),
    "span_qa": (),
    "multiple_choice": ("0", "1"),
}
KINDS = tuple(FIELDS)


def toy(n: int, seed: int = 0) -> list[Example]:
    """Sentences of fair words (a) or foul words (b), which any of the four kinds can learn."""
    rng = generator(seed, "toy")
    examples = []
    for index in range(n):
        fair = bool(rng.integers(2))
        kinds = ("sun", "blue") if fair else ("fog", "rain")
        words = tuple(kinds[int(pick)] for pick in rng.integers(2, size=int(rng.integers(2, 5))))
        text = " ".join(words)
        right = int(rng.integers(2))
        choices = ["fog rain" if fair else "sun blue"] * 2
        choices[right] = "blue sun" if fair else "rain fog"
        examples.append(
            Example(
                example_id=str(index),
                parallel_id=str(index),
                language="en",
                texts={
                    "text": text,
                    "question": "what is it",
                    "context": text,
                    "choice1": choices[0],
                    "choice2": choices[1],
                },
                words=words,
                label="a" if fair else "b",
                tags=tuple("X" if word in ("sun", "fog") else "Y" for word in words),
                answers=(Answer(start=0, text=words[0]),),
            )
        )
    return examples


def of_kind(examples: list[Example], kind: str) -> list[Example]:
    """The same examples with the label that their kind asks for."""
    if kind != "multiple_choice":
        return examples
    fair = {"sun", "blue"}
    return [
        replace(
            one,
            label=str(int((one.texts["choice2"].split()[0] in fair) == (one.words[0] in fair))),
        )
        for one in examples
    ]


def noisy(examples: list[Example]) -> list[Example]:
    """The same with a letter more in every word of the texts that noise acts on."""
    return [
        replace(
            one,
            texts={
                name: text if name == "context" else text.replace(" ", "o ") + "o"
                for name, text in one.texts.items()
            },
            words=tuple(f"{word}o" for word in one.words),
        )
        for one in examples
    ]


def rules(kind: str, max_tokens: int = 64) -> TextRules:
    return TextRules(kind=kind, fields=FIELDS[kind], labels=LABELS[kind], max_tokens=max_tokens)


def reader(folder: Path) -> PieceReader:
    return open_reader(tiny_encoder_folder(folder), encoder_digest(folder))


def update(folder: Path, kind: str = "classification", *, number: int = 1) -> Update:
    """An update of eight rows with a view each; no dropout."""
    read = reader(folder)
    objective = OBJECTIVES[kind]
    clean, view = (
        objective.read(some, rules(kind), read).rows
        for some in (of_kind(toy(8), kind), noisy(of_kind(toy(8), kind)))
    )
    encoder = open_encoder(folder)
    rng = torch.Generator().manual_seed(1)
    head = new_head(kind, 32, len(LABELS[kind]), dropout=0.0, rng=rng)
    model = TaskModel(encoder, head)
    model.train()

    def batch(rows: tuple[TrainingRow, ...]):
        return collated(rows, objective, pad_id=read.pad_id, device=torch.device("cpu"))

    return Update(
        number=number,
        model=model,
        objective=objective,
        batch=batch(clean),
        precision="fp32",
        seed=1,
        view=batch(view),
    )
