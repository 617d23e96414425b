"""Pinned revisions of an experiment file against the tasks that are on the hub."""

from collections.abc import Iterator

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.data.hub_sources import HUB_SOURCES


def revision_problems(source: ExperimentText) -> Iterator[CrosswindError]:
    """Names in `data.revisions` that are no task of the hub; the file may be malformed."""
    data = source.value.get("data")
    pinned = data.get("revisions") if isinstance(data, dict) else None
    for name in pinned if isinstance(pinned, dict) else ():
        if name not in HUB_SOURCES:
            yield ConfigError(
                "no task that is taken from the hub",
                place=source.at(("data", "revisions", name)),
                value=name,
                allowed=sorted(HUB_SOURCES),
                nearest=nearest_match(name, HUB_SOURCES),
                action='Name a task, and pin its commit: revisions = { xnli = "<commit>" }.',
            )
