"""An experiment as the file that says it: what differs from the defaults, and nothing else.

A key at its default is left out, for some may not even be named: `cap` without a mixture means
nothing, and the checks of a file refuse what means nothing.
"""

from collections.abc import Collection

from crosswind.config.schema import Experiment
from crosswind.config.toml_text import toml_text


def experiment_text(experiment: Experiment, without: Collection[str] = ()) -> str:
    """TOML that gives the same experiment, and so the same plan.

    Args:
        experiment: validated.
        without: keys of `data` to leave out, such as those that name places of one machine.
    """
    left_out = {"data": set(without)}
    said = experiment.model_dump(mode="json", exclude=left_out, exclude_defaults=True)
    if not said.get("data"):
        said.pop("data", None)
    return toml_text(said)
