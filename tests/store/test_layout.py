"""Everything of a store lies below its root, and nothing lies on anything else."""

from pathlib import Path

from crosswind.store.layout import Layout


def test_places_are_below_the_root_and_apart() -> None:
    layout = Layout(Path("root"))
    places = [
        layout.mark,
        layout.artifacts,
        layout.drafts,
        layout.damaged,
        layout.pieces,
        layout.logs,
        layout.in_use,
        layout.artifact("a-v1-1"),
        layout.manifest("a-v1-1"),
        layout.lock("a-v1-1"),
        layout.log("a-v1-1"),
        layout.partial("a-v1-1"),
        layout.report("quickstart"),
    ]
    assert len(set(places)) == len(places)
    assert all(place.is_relative_to("root") for place in places)


def test_an_artifact_is_named_by_its_step() -> None:
    layout = Layout(Path("root"))
    assert layout.artifact("a-v1-1").parent == layout.artifacts
    assert layout.artifact("a-v1-1").name == "a-v1-1"
    assert layout.manifest("a-v1-1").parent == layout.artifact("a-v1-1")
