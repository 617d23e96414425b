"""What a step will cost, from what past steps of its kind cost for each unit of their work.

A unit is: a token that is trained or predicted, an update of the optimizer, an example that is
read, perturbed or scored, an input that is compared, a parameter that is loaded. Training and
prediction are learned from the same encoder, or else by the parameters outside the word embedding
from one whose card knows them; a checkpoint's size from the same encoder and embedding rows alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswind.model.cards import card_of
from crosswind.plan.steps import Step
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.past_runs import PastStep, past_steps
from crosswind.runner.stage_sizes import StageSizes
from crosswind.store.store import Store

# Phases of training that take as long however many updates there are, and that of an update.
_ONCE = ("open", "read text", "write")
_UPDATE = "optimiser"
# Kinds whose work is counted in examples: what a past summary calls them.
_EXAMPLES = {"load_examples": "examples", "perturb_examples": "n_examples", "score": "n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds and bytes of a step; None where nothing alike is on record."""

    seconds: float | None = None
    n_bytes: float | None = None


@dataclass(frozen=True, slots=True)
class PastCosts:
    """Learns the costs of the steps of one plan.

    Attributes:
        store: of past runs.
        sizes: of the plan's stages of training and example sets.
        past: kind -> stored steps of it.
    """

    store: Store
    sizes: StageSizes
    past: Mapping[str, Sequence[PastStep]]
    _names: dict[str, str] = field(default_factory=dict)
    _costs: dict[tuple[Any, ...], Cost] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, sizes: StageSizes, kinds: set[str]) -> "PastCosts":
        """What the store tells of some kinds; predictions tell of tokens too."""
        return cls(store, sizes, past_steps(store, {*kinds, "predict"}))

    def cost(self, step: Step) -> Cost:
        """What a step will cost; steps of equal work are worked out once."""
        if step.kind == "fine_tune":
            return self._trained(step, self.past[step.kind])
        is_predicted = step.kind == "predict"
        work = self._asked(step) if is_predicted else (self._amount(step),)
        key = (step.kind, *work)
        if key not in self._costs:
            find = self._predicted if is_predicted else self._counted
            self._costs[key] = find(*key)
        return self._costs[key]

    def _amount(self, step: Step) -> float | None:
        """Units of a step that is neither training nor prediction; None if they are not known."""
        if step.kind in ("load_encoder", "adopt_checkpoint"):
            return card_of(self._encoder(step)).n_parameters or None
        return self._n_examples(step) if step.kind in _EXAMPLES else _n_inputs(step.inputs)

    def _counted(self, kind: str, amount: float | None) -> Cost:
        past = self.past[kind]
        if kind in ("load_encoder", "adopt_checkpoint"):
            known = [one.number("n_parameters") for one in past]
        elif amount is None and kind == "load_examples":
            # What reads it is not known either, so the little that reading takes is no matter.
            amount, known = 1.0, [1.0] * len(past)
        elif kind in _EXAMPLES:
            known = [one.number(_EXAMPLES[kind]) for one in past]
        else:
            known = [_n_inputs(one.step["inputs"]) for one in past]
        return Cost(
            seconds=_scaled(amount, [one.seconds for one in past], known),
            n_bytes=_scaled(amount, [one.n_bytes for one in past], known),
        )

    def _trained(self, step: Step, past: Sequence[PastStep]) -> Cost:
        size = self.sizes.of(step)
        name, rows = self._encoder(step), step.params["embedding_rows"]
        own = [one for one in past if self._past_encoder(one) == name]
        same = [one for one in own if one.step["params"].get("embedding_rows") == rows]
        n_bytes = sum(one.n_bytes for one in same) / len(same) if same else None
        alike, factor = self._alike(name, same or own or past)
        tokens = [one.number("n_tokens_trained") for one in alike]
        each = [_phases(one, (_UPDATE,)) for one in alike]
        once = [_phases(one, _ONCE) for one in alike]
        rest = [one.seconds - a - b for one, a, b in zip(alike, each, once, strict=True)]
        by_token = _scaled(self._tokens(step), rest, tokens)
        by_update = _scaled(size.n_updates, each, [one.number("n_updates") for one in alike])
        if by_token is None or by_update is None or not size.n_updates:
            return Cost(n_bytes=n_bytes)
        seconds = factor * (by_token + by_update) + sum(once) / len(once)
        return Cost(seconds=seconds, n_bytes=n_bytes)

    def _tokens(self, step: Step) -> float:
        """Tokens that a stage trains: by its text, by past stages of its task, or at most."""
        size = self.sizes.of(step)
        most = size.most_tokens
        if size.n_characters:
            found = _scaled(size.n_characters, *self._lengths())
            return most if found is None else min(most, found)
        own = [
            one
            for one in self.past["fine_tune"]
            if one.step["params"].get("task") == step.params["task"]
        ]
        rows = size.n_updates * step.params["batch_examples"]
        trained = [one.number("n_tokens_trained") for one in own]
        found = _scaled(rows, trained, [one.number("n_rows_trained") for one in own])
        return most if found is None else min(most, found)

    def _lengths(self) -> tuple[list[float], list[float]]:
        """Tokens and characters of past predictions."""
        past = self.past["predict"]
        names = ("n_tokens", "n_characters")
        tokens, characters = ([one.number(name) for one in past] for name in names)
        return tokens, characters

    def _asked(self, step: Step) -> tuple[str, str, float | None, float]:
        """Of a prediction: kind of task, encoder, examples, mean characters of one (0: unknown)."""
        found = self.sizes.counts.of(str(step.inputs["examples"]))
        n_characters = found.n_characters if found else 0.0
        task_kind = step.params.get("kind", "")
        return task_kind, self._encoder(step), self._n_examples(step), n_characters

    def _predicted(
        self, kind: str, task_kind: str, name: str, n_examples: float | None, n_characters: float
    ) -> Cost:
        if n_examples is None:
            return Cost()
        past = self.past[kind]
        same = [one for one in past if one.step["params"].get("kind") == task_kind] or past
        examples = [one.number("n_examples") for one in same]
        n_bytes = _scaled(n_examples, [one.n_bytes for one in same], examples)
        tokens = None
        if n_characters:
            tokens = _scaled(n_examples * n_characters, *self._lengths())
        if tokens is None:
            tokens = _scaled(n_examples, [one.number("n_tokens") for one in same], examples)
        alike, factor = self._alike(name, same)
        known = [one.number("n_tokens") for one in alike]
        seconds = _scaled(tokens, [factor * one.seconds for one in alike], known)
        return Cost(seconds=seconds, n_bytes=n_bytes)

    def _alike(self, name: str, past: Sequence[PastStep]) -> tuple[Sequence[PastStep], float]:
        """Past steps of the same encoder; else of one whose size is known, and how much larger."""
        own = [one for one in past if self._past_encoder(one) == name]
        size = _size(card_of(name))
        if own or not size:
            return own, 1.0
        others = {self._past_encoder(one): _size(card_of(self._past_encoder(one))) for one in past}
        other = next((key for key, known in others.items() if known), None)
        if other is None:
            return [], 1.0
        return [one for one in past if self._past_encoder(one) == other], size / others[other]

    def _n_examples(self, step: Step) -> float | None:
        """Examples that a step reads or gives; at most as many as its sample."""
        source = step.inputs.get("examples", step.step_id)
        found = self.sizes.counts.of(str(source))
        if found:
            return found.n_examples
        while source and "examples" in self.sizes.plan.steps[str(source)].inputs:
            source = self.sizes.plan.steps[str(source)].inputs["examples"]
        limit = self.sizes.plan.steps[str(source)].params.get("max_examples")
        return float(limit) if limit else None

    def _encoder(self, step: Step) -> str:
        """Name of the encoder that a step opens."""
        opened = step.inputs.get("encoder")
        steps = self.sizes.plan.steps
        found = steps[opened] if isinstance(opened, str) and opened in steps else step
        return str(found.params.get("name", found.step_id))

    def _past_encoder(self, one: PastStep) -> str:
        """The same of a stored step; its id if it is not stored any more."""
        key = str(one.step["inputs"].get("encoder"))
        if key not in self._names:
            manifest = self.store.manifest(key)
            self._names[key] = str(manifest.step["params"].get("name", key)) if manifest else key
        return self._names[key]


def _size(card: EncoderCard) -> int:
    """Parameters outside the word embedding; 0 if they are not known."""
    known = card.n_embedding_parameters
    return card.n_parameters - known if known else 0


def _n_inputs(inputs: Mapping[str, Any]) -> float:
    """Artifacts that a step reads; 1 for a step that reads none."""
    lengths = (len(value) if isinstance(value, list | tuple) else 1 for value in inputs.values())
    return float(sum(lengths) or 1)


def _phases(one: PastStep, names: Iterable[str]) -> float:
    values = (one.phases.get(name, 0.0) for name in names)
    return sum(float(value) for value in values if isinstance(value, int | float))


def _scaled(amount: float | None, costs: Sequence[float], amounts: Sequence[float]) -> float | None:
    """`amount` at the mean cost of a unit; None where no past unit is known."""
    known = [(cost, own) for cost, own in zip(costs, amounts, strict=True) if own > 0]
    total = sum(own for _, own in known)
    return amount * sum(cost for cost, _ in known) / total if amount is not None and known else None
