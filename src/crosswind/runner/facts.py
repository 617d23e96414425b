"""Facts for the planner, from the catalogues of the rooms it may not import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.config.schema import Experiment
from crosswind.core.errors import CrosswindError
from crosswind.data.catalogue import TASKS
from crosswind.data.hub import HubDoor, is_from_hub
from crosswind.data.sources import find_sources
from crosswind.model.cards import ENCODERS
from crosswind.model.sources import EncoderSource, encoder_source
from crosswind.noise.catalogue import PERTURBATIONS, support
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
        adopted: the models of arms with a checkpoint.
    """

    experiment: Experiment
    missing: list[CrosswindError] = field(default_factory=list)
    _digests: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    _encoder: EncoderSource | None = None
    adopted: AdoptedModels = field(init=False)

    def __post_init__(self) -> None:
        self.adopted = AdoptedModels(self.experiment, self.missing)

    def card(self, task: str) -> TaskCard:
        """The card of a task."""
        return TASKS.get(task).card

    def digests(self, task: str, language: str, split: str) -> Mapping[str, str]:
        """Source file -> SHA-256; `{"missing": ...}` where the files are not there."""
        key = (task, language, split)
        if key not in self._digests:
            data = self.experiment.data
            door = HubDoor(offline=data.offline, revision=data.revisions.get(task, ""))
            try:
                self._digests[key] = find_sources(
                    TASKS.get(task), language, split, Path(data.root), hub=door
                ).digests
            except CrosswindError as error:
                self.missing.append(error)
                self._digests[key] = {"missing": f"{task} {language} {split}"}
        return self._digests[key]

    def training_split(self, task: str, *, hold_out: bool) -> str:
        """`all` where nothing is held out and the validation part is cut from the train file."""
        found = TASKS.get(task)
        language = found.card.source_language
        one_file = found.files(language, "train") == found.files(language, "validation")
        if hold_out or not one_file or "test" in found.card.splits:
            return "train"
        # On the hub such a task has a training set of its own.
        return "train" if is_from_hub(self.digests(task, language, "train")) else "all"

    def perturbation_version(self, name: str) -> int:
        """Version of a perturbation."""
        return PERTURBATIONS.get(name).version

    def unsupported(self, perturbation: str, language: str, kind: str) -> str:
        """Why the perturbation is not scored in this language and kind; empty if it is."""
        if PERTURBATIONS.get(perturbation).label_policy(kind) == "refused":
            return f"labels of kind {kind} would not survive it"
        found = support(perturbation, language)
        return found.reason if found.level in {"unsupported", "conditional"} else ""

    def is_apart(self, perturbation: str, kind: str) -> bool:
        """Whether labels of this kind may not survive, so that headline means leave it out."""
        return PERTURBATIONS.get(perturbation).label_policy(kind) == "apart"

    def encoder_source(self) -> Mapping[str, object]:
        """Params of the `load_encoder` step."""
        asked = self.experiment.encoder
        if self._encoder is None:
            try:
                self._encoder = encoder_source(
                    asked.name, asked.revision, offline=self.experiment.data.offline
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
        name = self.experiment.encoder.name
        return ENCODERS.get(name) if name in ENCODERS else EncoderCard(name=name)

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
