"""The models of arms with a checkpoint: where they come from, and what their heads are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crosswind.config.arms import Arm
from crosswind.config.locate import path_text
from crosswind.config.schema import Experiment
from crosswind.core.errors import CrosswindError
from crosswind.model.head_facts import adopted_head
from crosswind.model.sources import EncoderSource, encoder_source
from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard


@dataclass(slots=True)
class AdoptedModels:
    """Answers about the models of an experiment's arms, each looked for once.

    Attributes:
        experiment: the experiment.
        missing: takes one error for each model that was looked for in vain.
        place_of: the place of a key in the file, for errors.
    """

    experiment: Experiment
    missing: list[CrosswindError]
    place_of: Callable[[Sequence[str | int]], str] = path_text
    _found: dict[str, tuple[EncoderSource, AdoptedHead] | None] = field(default_factory=dict)

    def source(self, arm: str) -> Mapping[str, object]:
        """Params of the `load_encoder` step of a model; no files where they are not there."""
        named, found = self._arm(arm), self._model(arm)
        if found is None:
            return {"name": named.checkpoint, "revision": named.revision, "source": {}}
        source = found[0]
        return {"name": source.name, "revision": source.revision, "source": source.as_params()}

    def head(self, arm: str) -> AdoptedHead | None:
        """The head of a model; None where its files are not there."""
        found = self._model(arm)
        return found[1] if found else None

    def card(self, arm: str) -> EncoderCard:
        """The card of a model; a bare one where there is none."""
        found = self._model(arm)
        return found[0].card if found else EncoderCard(name=self._arm(arm).checkpoint)

    def _arm(self, name: str) -> Arm:
        return next(arm for arm in self.experiment.arms if arm.name == name)

    def _model(self, arm: str) -> tuple[EncoderSource, AdoptedHead] | None:
        if arm not in self._found:
            named, offline = self._arm(arm), self.experiment.data.offline
            number = self.experiment.arms.index(named)
            place = self.place_of(("arms", number, "checkpoint"))
            try:
                source = encoder_source(
                    named.checkpoint, named.revision, offline=offline, place=place
                )
                self._found[arm] = source, adopted_head(source, offline=offline)
            except CrosswindError as error:
                self.missing.append(error)
                self._found[arm] = None
        return self._found[arm]
