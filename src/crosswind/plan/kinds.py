"""StepKind and the table of all step kinds: the whole vocabulary of a plan on one screen."""

from dataclasses import dataclass
from typing import Literal

from crosswind.records.versions import CODEC_VERSIONS

Arity = Literal["one", "optional", "many"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKind:
    """A named, versioned operation.

    Attributes:
        name: first part of a step's id.
        version: bumped whenever the same params and inputs would give other bytes.
        target: "module:function" of the stage function; imported by `runner.resolve` alone.
        inputs: input name -> how many artifacts it takes.
        artifact: kind of folder it leaves; its codec version is part of the id.
        together: input names that ready steps must share to be run as one group through
            `group_target`; empty: one by one.
        group_target: "module:function" of the grouped form.
        on_device: computes with torch, on the device and with the threads of the run.
        shares_batches: runs in as many processes as the run has for one step.
    """

    name: str
    version: int
    target: str
    inputs: dict[str, Arity]
    artifact: str
    together: tuple[str, ...] = ()
    group_target: str = ""
    on_device: bool = False
    shares_batches: bool = False

    def identity(self) -> dict[str, object]:
        """What of the kind goes into a step's id."""
        return {
            "kind": self.name,
            "version": self.version,
            "codec": CODEC_VERSIONS[self.artifact],
        }


_KINDS = (
    StepKind(
        name="load_encoder",
        version=1,
        target="crosswind.model.load:load_encoder",
        inputs={},
        artifact="checkpoint",
        on_device=True,
    ),
    StepKind(
        name="adopt_checkpoint",
        version=1,
        target="crosswind.model.adopt:adopt_checkpoint",
        inputs={"encoder": "one"},
        artifact="checkpoint",
        on_device=True,
    ),
    StepKind(
        name="load_examples",
        version=1,
        target="crosswind.data.load:load_examples",
        inputs={},
        artifact="examples",
    ),
    StepKind(
        name="count_overlap",
        version=1,
        target="crosswind.data.overlap:count_overlap",
        inputs={"evaluated": "many", "trained": "many"},
        artifact="overlap",
    ),
    StepKind(
        name="perturb_examples",
        version=2,
        target="crosswind.noise.apply:perturb_examples",
        inputs={"examples": "one"},
        artifact="examples",
    ),
    StepKind(
        name="fine_tune",
        version=4,
        target="crosswind.train.fine_tune:fine_tune",
        inputs={
            "encoder": "one",
            "start": "optional",
            "train": "many",
            "copies": "many",
            "validation": "many",
            "matched": "many",
        },
        artifact="checkpoint",
        on_device=True,
        shares_batches=True,
    ),
    StepKind(
        name="predict",
        version=5,
        target="crosswind.evaluate.predict:predict",
        inputs={
            "encoder": "one",
            "checkpoint": "optional",
            "examples": "one",
            "candidates": "many",
        },
        artifact="predictions",
        together=("encoder", "checkpoint"),
        group_target="crosswind.evaluate.predict:predict_many",
        on_device=True,
    ),
    StepKind(
        name="score",
        version=1,
        target="crosswind.evaluate.score:score",
        inputs={
            "examples": "one",
            "predictions": "one",
            "tuning_examples": "optional",
            "tuning_predictions": "optional",
        },
        artifact="scores",
    ),
    StepKind(
        name="state_claim",
        version=1,
        target="crosswind.statistics.stated:state_claim",
        inputs={},
        artifact="claim",
    ),
    StepKind(
        name="compare",
        version=4,
        target="crosswind.statistics.compare:compare",
        inputs={"scores": "many"},
        artifact="estimates",
    ),
    StepKind(
        name="render_report",
        version=7,
        target="crosswind.report.render:render_report",
        inputs={
            "estimates": "one",
            "clean": "many",
            "perturbed": "many",
            "predictions": "many",
            "checkpoints": "many",
            "overlaps": "many",
            "claims": "many",
        },
        artifact="report",
    ),
)

KINDS: dict[str, StepKind] = {kind.name: kind for kind in _KINDS}
