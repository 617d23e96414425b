"""The load_examples steps of a plan: one for each example set."""

from dataclasses import dataclass

from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.plan.steps import Step, StepTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSteps:
    """Makes the steps that read example sets.

    Attributes:
        catalogue: facts about files.
        table: where steps are made.
    """

    catalogue: Catalogue
    table: StepTable

    def load(self, wanted: ExampleSet) -> Step:
        """The step that reads an example set."""
        params = {
            "task": wanted.task,
            "language": wanted.language,
            "split": wanted.split,
            "part": wanted.part,
            "pool": list(wanted.pool),
            "held_out": wanted.held_out,
            "max_examples": wanted.max_examples,
            "sample_seed": 0,
            "sources": dict(self.catalogue.digests(wanted)),
        }
        return self.table.make("load_examples", params, {}, _label(wanted))


def _label(wanted: ExampleSet) -> str:
    words = [wanted.task, wanted.language, wanted.split, wanted.held_out.replace("_", " ")]
    if wanted.part == "candidates":
        words.append(wanted.part)
    return " ".join(word for word in words if word)
