"""How many updates and tokens the stages of training of a plan take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswind.data.catalogue import TASKS
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.records.choices import split_fields
from crosswind.runner.example_counts import ExampleCounts
from crosswind.train.sampling import Sampling, epoch_updates, probabilities, with_masked


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSize:
    """The size of one stage.

    Attributes:
        n_updates: of its training; 0 if it is not known.
        most_tokens: that are trained, with every row at its longest.
        n_characters: that are trained, where every text was read; else 0.
    """

    n_updates: int = 0
    most_tokens: float = 0.0
    n_characters: float = 0.0


@dataclass(slots=True)
class StageSizes:
    """Sizes of the stages of one plan, each counted once.

    Attributes:
        plan: whose files may be absent.
        counts: what is known of its example sets; else the cards tell.
        by_card: tasks whose cards were asked.
        unknown: tasks of which nothing is known that the updates depend on.
    """

    plan: Plan
    counts: ExampleCounts
    by_card: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    _sized: dict[str, StageSize] = field(default_factory=dict)

    def of(self, step: Step) -> StageSize:
        """The size of a stage."""
        if step.step_id not in self._sized:
            self._sized[step.step_id] = self._size(step)
        return self._sized[step.step_id]

    def _size(self, step: Step) -> StageSize:
        params = step.params
        train = tuple(step.inputs["train"] or ())
        parts: Sequence[Mapping[str, Any]] = params["parts"] or [{**params, "n_texts": len(train)}]
        labelled = [number for number, part in enumerate(parts) if part["kind"] != "masked_lm"]
        sizes, characters = self._sizes(parts, train, is_counted=not params["max_updates"])
        if not all(sizes[number] for number in labelled) and not params["max_updates"]:
            return StageSize()
        sampling = Sampling(
            name=params["sampling"],
            cap=params["cap"],
            temperature=params["temperature"],
            shares=tuple(parts[number].get("share", 0.0) for number in labelled),
        )
        share = max((part["share"] for part in parts if part["kind"] == "masked_lm"), default=0.0)
        n_labelled = params["epochs"] * sum(
            epoch_updates(sizes[n], sizes[n], parts[n]["batch_examples"], sampling)
            for n in labelled
        )
        n_updates = params["max_updates"] or with_masked(n_labelled, share)
        n_updates += sum(
            self.of(self.plan.steps[key]).n_updates for key in step.inputs["matched"] or ()
        )
        # Of a task of unknown size nothing is known but that it is drawn at all.
        chances = probabilities([max(sizes[n], 1) for n in labelled], sampling)
        beside = [n for n in range(len(parts)) if n not in labelled]
        weights = [((1 - share) * p, n) for p, n in zip(chances, labelled, strict=True)]
        weights += [(share / len(beside), n) for n in beside]
        is_read = all(characters[n] for _, n in weights)
        return StageSize(
            n_updates=n_updates,
            most_tokens=n_updates * sum(weight * _row(parts[n]) for weight, n in weights),
            n_characters=is_read
            * n_updates
            * sum(w * characters[n] * parts[n]["batch_examples"] for w, n in weights),
        )

    def _sizes(
        self, parts: Sequence[Mapping[str, Any]], train: Sequence[str], *, is_counted: bool
    ) -> tuple[list[int], list[float]]:
        """Examples of each part, 0 where they are not known; mean characters of one, likewise."""
        sizes, characters, position = [], [], 0
        for part in parts:
            own = train[position : position + part["n_texts"]]
            position += part["n_texts"]
            known = [
                self._examples(key, is_counted=is_counted and part["kind"] != "masked_lm")
                for key in own
            ]
            n_examples = sum(n for n, _ in known) if all(n for n, _ in known) else 0
            total = sum(n * length for n, length in known)
            is_read = all(length for _, length in known)
            sizes.append(n_examples)
            characters.append(total / n_examples if is_read and n_examples else 0.0)
        return sizes, characters

    def _examples(self, step_id: str, *, is_counted: bool) -> tuple[int, float]:
        """(examples, mean characters) of one training text; its card is asked last."""
        # Without a store nothing is forecast, and a stage of a set length needs no size.
        found = self.counts.of(step_id) if is_counted or self.counts.store else None
        if found:
            return found.n_examples, found.n_characters
        text = self.plan.steps[step_id].params
        known = TASKS.get(text["task"]).card.n_train
        if is_counted:
            (self.by_card if known else self.unknown)[text["task"]] = None
        limit = text["max_examples"] or known
        return min(known, limit), 0.0


def _row(part: Mapping[str, Any]) -> float:
    """Tokens of an update of a part, every row at its longest."""
    is_choice = part["kind"] == "multiple_choice"
    n_inputs = len(split_fields(part["fields"])[1]) if is_choice else 1
    return float(part["batch_examples"] * part["max_tokens"] * n_inputs)
