"""Step kinds whose stages write a line of text, and plans of them."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.clock import Clock
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step, make_step
from crosswind.runner.execute import Execution
from crosswind.runner.observer import Failure, Outcome
from crosswind.store.store import Store


@pytest.fixture
def fake_kinds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The table of kinds with the stages of `fake_stages`, which is returned."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    import fake_stages

    for name, function in fake_stages.TARGETS.items():
        group = "fake_stages:predict_many" if name == "predict" else ""
        kind = replace(KINDS[name], target=f"fake_stages:{function}", group_target=group)
        monkeypatch.setitem(KINDS, name, kind)
    yield fake_stages
    sys.modules.pop("fake_stages", None)


def load(text: str, kind: str = "load_examples") -> Step:
    return make_step(kind, {"text": text, "words": ["a"]}, {}, text)


def follow(text: str, before: Step) -> Step:
    return make_step("perturb_examples", {"text": text}, {"examples": before.step_id}, text)


def predict(text: str, encoder: Step, examples: Step) -> Step:
    inputs = {
        "encoder": encoder.step_id,
        "checkpoint": None,
        "examples": examples.step_id,
        "candidates": (),
    }
    return make_step("predict", {"text": text}, inputs, text)


def join(text: str, *before: Step) -> Step:
    return make_step("compare", {"text": text}, {"scores": tuple(s.step_id for s in before)}, text)


@dataclass
class Recorder:
    """An observer that remembers."""

    events: list[tuple[str, Any]] = field(default_factory=list)

    def planned(self, plan: Plan, to_run: Any, n_reused: int) -> None:
        self.events.append(("planned", [step.label for step in to_run]))

    def started(self, steps: Any) -> None:
        self.events.append(("started", [step.label for step in steps]))

    def finished(self, step: Step, seconds: float, summary: Mapping[str, Any]) -> None:
        assert seconds >= 0
        self.events.append(("finished", (step.label, dict(summary))))

    def failed(self, failure: Failure) -> None:
        self.events.append(("failed", failure.step.label))

    def taken(self, step: Step) -> None:
        self.events.append(("taken", step.label))

    def damaged(self, step_id: str) -> None:
        self.events.append(("damaged", step_id))

    def waiting(self, n_steps: int) -> None:
        self.events.append(("waiting", n_steps))

    def lost(self, steps: Any) -> None:
        self.events.append(("lost", [step.label for step in steps]))

    def of(self, name: str) -> list[Any]:
        return [value for event, value in self.events if event == name]


@dataclass
class Bench:
    """A store, a folder of orders to the fake stages, and a small plan.

    a -> b -> joined; a -> c -> joined; two encoders, each of which predicts a, b and c.
    """

    root: Path

    def __post_init__(self) -> None:
        self.orders = self.root / "orders"
        self.orders.mkdir(exist_ok=True)
        self.a = load("a")
        self.b, self.c = follow("b", self.a), follow("c", self.a)
        self.encoders = [load(name, "load_encoder") for name in ("e", "f")]
        self.predictions = [
            predict(f"{encoder.label}{examples.label}", encoder, examples)
            for encoder in self.encoders
            for examples in (self.a, self.b, self.c)
        ]
        self.goal = join("joined", *self.predictions)
        self.steps = [self.a, self.b, self.c, *self.encoders, *self.predictions, self.goal]
        self.plan = ordered_plan(self.steps, [self.goal.step_id])
        self.recorder = Recorder()

    @property
    def store(self) -> Store:
        """The store as a new process sees it: nothing is verified yet."""
        return Store(self.root / "store")

    def order(self, **orders: str) -> None:
        """`order(b="fail")`: what a stage shall do when it is called for a text."""
        for text, order in orders.items():
            (self.orders / text).write_text(order, "utf-8")

    def countermand(self, *texts: str) -> None:
        for text in texts:
            (self.orders / text).unlink()

    def run(self, plan: Plan | None = None, *, clock: Clock | None = None, **more: Any) -> Outcome:
        self.recorder = Recorder()
        return Execution(
            plan=plan or self.plan,
            store=self.store,
            options=RunOptions(data_root=self.orders, threads=1, clock=clock or Clock()),
            observer=self.recorder,
            **more,
        ).run()

    def calls(self) -> list[str]:
        """Texts of all calls of a stage so far; the list starts anew."""
        path = self.orders / "calls"
        found = path.read_text("utf-8").split() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def groups(self) -> list[list[str]]:
        return [line.split() for line in (self.orders / "groups").read_text("utf-8").splitlines()]

    def resumed(self) -> list[str]:
        """Texts of the stages that went on from a kept state."""
        path = self.orders / "resumed"
        return path.read_text("utf-8").split() if path.exists() else []

    def digests(self) -> dict[str, str]:
        """Step id -> content digest of every artifact of the plan."""
        manifests = {step.step_id: self.store.manifest(step.step_id) for step in self.plan}
        return {key: found.content_digest for key, found in manifests.items() if found}

    def text(self, step: Step) -> str:
        return (self.store.open(step.step_id) / "text.txt").read_text("utf-8")


@pytest.fixture
def bench(tmp_path: Path, fake_kinds: Any) -> Bench:
    """A store and a small plan of fake steps."""
    return Bench(tmp_path)


@pytest.fixture
def make() -> dict[str, Callable[..., Step]]:
    """Makers of fake steps."""
    return {"load": load, "follow": follow, "predict": predict, "join": join}
