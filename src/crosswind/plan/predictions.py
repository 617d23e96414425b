"""The predict and score steps of a plan."""

from dataclasses import dataclass, field
from typing import Any

from crosswind.config.schema import Experiment, Target
from crosswind.plan.adopted import Judge
from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.retrieval import RetrievalSettings, retrieval_settings
from crosswind.plan.steps import Step, StepTable
from crosswind.plan.targets import evaluated_languages
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import POOL_KINDS

# Tokens that two windows of a long context share (transformers' question answering default).
_STRIDE = 128
# Longest predicted answer in tokens (SQuAD scripts of the benchmark).
_MAX_ANSWER_TOKENS = 30
# No answer is given where it scores higher than the best span: the default of SQuAD v2.0's script.
_NULL_THRESHOLD = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Where the threshold of a mined cell comes from: always clean text.

    Attributes:
        threshold: "tuned" on other text, or "cross_fitted": on the other half of the same text.
        examples, predictions: the clean examples and what the same checkpoint said about them.
    """

    threshold: str
    examples: Step
    predictions: Step


@dataclass(slots=True)
class PredictionSteps:
    """Makes predict and score steps.

    Attributes:
        experiment: the experiment.
        catalogue: facts about tasks.
        table: where steps are made.
        examples: makes the steps that read text.
    """

    experiment: Experiment
    catalogue: Catalogue
    table: StepTable
    examples: ExampleSteps
    _params: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _pools: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)

    def predict(self, target: Target, examples: Step, judge: Judge, label: str) -> Step:
        """The step that predicts a target's examples, with the pool they are searched in."""
        inputs = {
            "encoder": judge.encoder.step_id,
            "checkpoint": judge.checkpoint.step_id if judge.checkpoint else None,
            "examples": examples.step_id,
            "candidates": self._pool(target, examples),
        }
        params = {**self.params(target, judge.card), "part": judge.part}
        return self.table.make("predict", params, inputs, label)

    def score(
        self,
        base: dict[str, Any],
        examples: Step,
        predictions: Step,
        tuning: Tuning | None,
        label: str,
    ) -> Step:
        """The step that scores predictions."""
        params = {key: base[key] for key in ("task", "kind", "metric", "language")}
        params["threshold"] = tuning.threshold if tuning else "none"
        inputs = {
            "examples": examples.step_id,
            "predictions": predictions.step_id,
            "tuning_examples": tuning.examples.step_id if tuning else None,
            "tuning_predictions": tuning.predictions.step_id if tuning else None,
        }
        return self.table.make("score", params, inputs, label)

    def tuning(self, target: Target, clean: Step, judge: Judge) -> Tuning | None:
        """Where the threshold of a mining target comes from, once a checkpoint and language.

        The validation split, which is clean and labelled, tunes the threshold of every condition:
        the official procedure, and the one declared exception to zero-shot selection. Where that
        split itself is scored, the threshold of each half comes from the other.
        """
        card = self.catalogue.card(target.task)
        if card.kind != "mining":
            return None
        language, split = clean.params["language"], clean.params["split"]
        is_scored = split == "validation" or "validation" not in card.splits
        wanted = ExampleSet(
            task=target.task,
            language=language,
            split="validation",
            pool=self.pool_languages(target, language),
        )
        examples = clean if is_scored else self.examples.load(wanted)
        label = f"{examples.label} for the threshold"
        return Tuning(
            threshold="cross_fitted" if is_scored else "tuned",
            examples=examples,
            predictions=self.predict(target, examples, judge, label),
        )

    def pool_languages(self, target: Target, language: str) -> tuple[str, ...]:
        """Languages of the candidates that examples are searched in; empty without a pool."""
        card = self.catalogue.card(target.task)
        if card.kind not in POOL_KINDS:
            return ()
        labels = evaluated_languages(target, card)
        return self.catalogue.pool_languages(target.task, language, labels)

    def settings(self, target: Target, encoder: EncoderCard) -> RetrievalSettings:
        """How a target is searched for with an encoder."""
        kind = self.catalogue.card(target.task).kind
        return retrieval_settings(target.retrieval, kind, encoder)

    def params(self, target: Target, encoder: EncoderCard) -> dict[str, Any]:
        """Params of a predict step, the same for every condition of a target and encoder."""
        key = target.task, encoder.name
        if key not in self._params:
            self._params[key] = self._made_params(target, encoder)
        return self._params[key]

    def _made_params(self, target: Target, encoder: EncoderCard) -> dict[str, Any]:
        card = self.catalogue.card(target.task)
        training = self.experiment.training.changed(target.training)
        settings = self.settings(target, encoder)
        own = target.training.max_tokens if target.training else None
        max_tokens = own or settings.max_tokens or training.max_tokens
        return {
            "task": card.name,
            "kind": card.kind,
            "fields": list(card.fields),
            "max_tokens": max_tokens,
            "stride": min(_STRIDE, max_tokens // 2),
            "precision": self.catalogue.precision(training.precision),
            "max_answer_tokens": _MAX_ANSWER_TOKENS,
            "null_threshold": _NULL_THRESHOLD if card.has_unanswerable else None,
            **settings.params(),
        }

    def _pool(self, target: Target, examples: Step) -> tuple[str, ...]:
        """Ids of the candidates that examples are searched in; they stay clean under noise."""
        language, split = examples.params["language"], examples.params["split"]
        key = (target.task, language, split)
        if key not in self._pools:
            self._pools[key] = tuple(
                self.examples.load(
                    ExampleSet(task=target.task, language=tag, split=split, part="candidates")
                ).step_id
                for tag in self.pool_languages(target, language)
            )
        return self._pools[key]
