"""Facts for the planner, from the catalogues of the rooms it may not import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.config.schema import Experiment
from crosswind.core.errors import CrosswindError
from crosswind.data.catalogue import TASKS
from crosswind.data.sources import find_sources
from crosswind.model.cards import ENCODERS
from crosswind.model.sources import EncoderSource, encoder_source
from crosswind.noise.catalogue import declared, support
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard
from crosswind.runner.environment import resolve_precision


@dataclass(slots=True)
class ExperimentFacts:
    """Answers the planner's questions for one experiment (`plan.catalogue.Catalogue`).

    Files that are missing do not stop a plan: they are collected in `missing`, and a run is
    refused while there are any.

    Attributes:
        experiment: the experiment.
        missing: one error for each file or package that was looked for in vain.
    """

    experiment: Experiment
    missing: list[CrosswindError] = field(default_factory=list)
    _digests: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    _encoder: EncoderSource | None = None

    def card(self, task: str) -> TaskCard:
        """The card of a task."""
        return TASKS.get(task).card

    def digests(self, task: str, language: str, split: str) -> Mapping[str, str]:
        """Source file -> SHA-256; `{"missing": ...}` where the files are not there."""
        key = (task, language, split)
        if key not in self._digests:
            root = Path(self.experiment.data.root)
            try:
                self._digests[key] = find_sources(TASKS.get(task), language, split, root).digests
            except CrosswindError as error:
                self.missing.append(error)
                self._digests[key] = {"missing": f"{task} {language} {split}"}
        return self._digests[key]

    def training_split(self, task: str, *, hold_out: bool) -> str:
        """`all` where nothing is held out and the validation part is cut from the train file."""
        found = TASKS.get(task)
        language = found.card.source_language
        one_file = found.files(language, "train") == found.files(language, "validation")
        return "all" if one_file and not hold_out and "test" not in found.card.splits else "train"

    def perturbation_version(self, name: str) -> int:
        """Version of a perturbation."""
        return declared(name).version

    def unsupported(self, perturbation: str, language: str, kind: str) -> str:
        """Why the perturbation is not scored in this language and kind; empty if it is."""
        if declared(perturbation).label_policy(kind) == "refused":
            return f"labels of kind {kind} would not survive it"
        found = support(perturbation, language)
        return found.reason if found.level in {"unsupported", "conditional"} else ""

    def is_apart(self, perturbation: str, kind: str) -> bool:
        """Whether labels of this kind may not survive, so that headline means leave it out."""
        return declared(perturbation).label_policy(kind) == "apart"

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
