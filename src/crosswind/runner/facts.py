"""Facts for the planner, from the catalogues of the rooms it may not import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crosswind.config.locate import path_text
from crosswind.config.schema import Experiment
from crosswind.core.errors import CrosswindError, DataError
from crosswind.core.hashing import remembered_file_digest
from crosswind.data.catalogue import TASKS
from crosswind.data.holdout import cuts_one_file
from crosswind.data.hub import HubDoor
from crosswind.data.pool import pool_languages
from crosswind.data.sources import find_sources
from crosswind.model.cards import card_of
from crosswind.model.sources import EncoderSource, encoder_source
from crosswind.noise.catalogue import declared, support
from crosswind.noise.policy import field_policies
from crosswind.plan.catalogue import ExampleSet, TrainingText
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard
from crosswind.runner.adopted_models import AdoptedModels
from crosswind.runner.environment import resolve_precision


@dataclass(slots=True)
class ExperimentFacts:
    """Answers the planner's questions for one experiment (`plan.catalogue.Catalogue`).

    Files that are missing do not stop a plan: they are collected in `missing`, and a run is
    refused while there are any.

    Attributes:
        experiment: the experiment.
        missing: one error for each file or package that was looked for in vain.
        place_of: the place of a key in the file, for errors.
        adopted: the models of arms with a checkpoint.
    """

    experiment: Experiment
    missing: list[CrosswindError] = field(default_factory=list)
    place_of: Callable[[Sequence[str | int]], str] = path_text
    _digests: dict[ExampleSet, dict[str, str]] = field(default_factory=dict)
    _texts: dict[str, TrainingText] = field(default_factory=dict)
    _encoder: EncoderSource | None = None
    adopted: AdoptedModels = field(init=False)

    def __post_init__(self) -> None:
        self.adopted = AdoptedModels(self.experiment, self.missing, self.place_of)

    def card(self, task: str) -> TaskCard:
        """The card of a task."""
        return TASKS.get(task).card

    def digests(self, wanted: ExampleSet) -> Mapping[str, str]:
        """Source file -> SHA-256; `{"missing": ...}` where the files are not there."""
        # A part and a sample are read from the files of the whole split.
        key = replace(wanted, held_out="", max_examples=0)
        if key not in self._digests:
            try:
                self._digests[key] = self._found(key)
            except CrosswindError as error:
                self.missing.append(error)
                names = [wanted.task, wanted.language, wanted.split]
                self._digests[key] = {"missing": " ".join(names)}
        return self._digests[key]

    def training_text(self, task: str) -> TrainingText:
        """Which splits train and select.

        A split whose files are absent counts as none, as long as the other one is there: then a
        part of that one is held out. Where the task itself cuts one source in two, both are there.
        """
        if task not in self._texts:
            self._texts[task] = self._training_text(task)
        return self._texts[task]

    def pool_languages(
        self, task: str, language: str, evaluated: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Languages of the candidates that examples of a language are searched in."""
        return pool_languages(TASKS.get(task), language, evaluated)

    def perturbation_version(self, name: str) -> int:
        """Version of a perturbation."""
        return declared(name).version

    def perturbation_families(self, name: str) -> frozenset[str]:
        """The common causes of what a perturbation does; of a profile, those of all its parts."""
        found = declared(name)
        parts = [stage.perturbation for stage in found.stages] or [found]
        return frozenset(part.family for part in parts)

    def neighbors_digest(self, name: str) -> str:
        """SHA-256 of a list of neighbors; "missing" where there is none."""
        path = Path(name)
        if path.is_file():
            return remembered_file_digest(path)
        problem = DataError(
            "there is no such list of neighbors",
            place="neighbors",
            value=name,
            allowed="a file with a line a word: word<TAB>neighbor neighbor ...",
            action="Correct the path; it is relative to the working directory.",
        )
        if problem.sentence() not in {error.sentence() for error in self.missing}:
            self.missing.append(problem)
        return "missing"

    def unsupported(self, perturbation: str, language: str, task: str) -> str:
        """Why the perturbation is not scored in this language and task; empty if it is.

        In a pair of languages it must be able to act in the language of every perturbed field.
        """
        card = self.card(task)
        if declared(perturbation).label_policy(card.kind) == "refused":
            return f"labels of kind {card.kind} would not survive it"
        sides = self.experiment.noise.sides
        policies = field_policies(card.kind, sides, card.fields, card.kept_fields)
        for tag in dict.fromkeys(policy.language(language) for policy in policies):
            found = support(perturbation, tag)
            if found.level in {"unsupported", "conditional"}:
                return found.reason if tag == language else f"{tag}: {found.reason}"
        return ""

    def is_apart(self, perturbation: str, kind: str) -> bool:
        """Whether labels of this kind may not survive, so that headline means leave it out."""
        return declared(perturbation).label_policy(kind) == "apart"

    def encoder_source(self) -> Mapping[str, object]:
        """Params of the `load_encoder` step."""
        asked = self.experiment.encoder
        if self._encoder is None:
            try:
                self._encoder = encoder_source(
                    asked.name,
                    asked.revision,
                    offline=self.experiment.data.offline,
                    place=self.place_of(("encoder", "name")),
                )
            except CrosswindError as error:
                self.missing.append(error)
                return {"name": asked.name, "revision": asked.revision, "source": {}}
        source = self._encoder
        return {
            "name": source.name,
            "revision": source.revision,
            "source": source.as_params(),
        }

    def encoder_card(self) -> EncoderCard:
        """The card of the encoder; a bare one for a folder that has none."""
        self.encoder_source()
        if self._encoder is not None:
            return self._encoder.card
        return card_of(self.experiment.encoder.name)

    def precision(self, asked: str) -> str:
        """`auto` resolved for this machine."""
        return resolve_precision(asked)

    def adopted_source(self, arm: str) -> Mapping[str, object]:
        """Params of the `load_encoder` step of an arm that is a model trained elsewhere."""
        return self.adopted.source(arm)

    def adopted_head(self, arm: str) -> AdoptedHead | None:
        """Its head; None where its files are not there, which `missing` tells."""
        return self.adopted.head(arm)

    def adopted_card(self, arm: str) -> EncoderCard:
        """Its card; a bare one where there is none."""
        return self.adopted.card(arm)

    def _found(self, wanted: ExampleSet) -> dict[str, str]:
        data, task = self.experiment.data, TASKS.get(wanted.task)
        door = HubDoor(offline=data.offline, revision=data.revisions.get(wanted.task, ""))
        return find_sources(
            task,
            wanted.language,
            wanted.split,
            Path(data.root),
            part=wanted.part,
            pool=wanted.pool,
            hub=door,
        ).digests

    def _training_text(self, task: str) -> TrainingText:
        found = TASKS.get(task)
        card, language = found.card, found.card.source_language
        has_both = {"train", "validation"} <= set(card.splits)
        if has_both and found.files(language, "train") == found.files(language, "validation"):
            # One file holds all splits, a test split among them.
            return TrainingText()
        train, validation = (self._content(task, split) for split in ("train", "validation"))
        is_cut = "test" not in card.splits and cuts_one_file(found.files(language, "train"))
        if train and train == validation and is_cut:
            return TrainingText(whole="all")
        if train and validation:
            return TrainingText(validation="validation" if train != validation else "")
        if train:
            return TrainingText(validation="")
        return TrainingText(split="validation", validation="") if validation else TrainingText()

    def _content(self, task: str, split: str) -> set[str]:
        """Digests of the files of a split in the source language; empty if they are not there."""
        card = self.card(task)
        if split not in card.splits:
            return set()
        wanted = ExampleSet(task=task, language=card.source_language, split=split)
        try:
            return set(self._found(wanted).values())
        except CrosswindError:
            return set()
