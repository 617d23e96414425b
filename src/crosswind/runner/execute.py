"""Execution: order, reuse, run, commit, report failures."""

import logging
import time
import traceback
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import CrosswindError, StoreError
from crosswind.core.files import write_text
from crosswind.plan.graph import Plan, needed_steps, path_lengths
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step
from crosswind.runner.environment import provenance
from crosswind.runner.observer import Failure, Observer, Outcome
from crosswind.runner.resolve import Work, call_stage, call_stage_together, input_paths
from crosswind.store.store import Store, check_space, explained

_LOG = logging.getLogger("crosswind")
# Steps run as one group: large enough to share a loaded checkpoint, small enough that a killed
# run loses little.
_GROUP_SIZE = 128
_POLL_SECONDS = 0.2


@dataclass(slots=True)
class Execution:
    """One run of a plan against a store, in this process, one step or group at a time.

    Attributes:
        plan: what to run.
        store: where artifacts are.
        options: how to run.
        observer: told what happens.
        gate: steps that run before all others, with what they need; then `check` decides whether
            the rest may run at all.
        check: raises where it may not.
        is_reported: whether a report of the experiment was published before.
    """

    plan: Plan
    store: Store
    options: RunOptions
    observer: Observer
    gate: Collection[str] = ()
    check: Callable[[], None] = lambda: None
    is_reported: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    _present: set[str] = field(default_factory=set)
    _pending: dict[str, Step] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)

    def run(self) -> Outcome:
        """Run what is missing. Failures do not stop the rest.

        Raises:
            StoreError: the store cannot be used any longer (full disk, read-only).
            CrosswindError: what `check` raises; nothing but the gate has run then.
        """
        with self.store.in_use():
            self._survey()
            self.outcome.reused = len(self.plan) - len(self._pending)
            self.observer.planned(self.plan, list(self._pending.values()))
            self._exhaust(self._before_the_gate)
            self.check()
            self._exhaust(self._everywhere)
        self.outcome.blocked = [key for key in self._pending if key not in self._broken]
        # Counted again: a damaged artifact may have been made anew after the survey.
        n_present = len(self.plan) - len(self._pending)
        self.outcome.reused = n_present - len(set(self.outcome.executed))
        return self.outcome

    def _survey(self) -> None:
        """What is present, and what is missing on the way to the goals."""
        self._present = {key for key in self.plan.steps if self.store.has(key)}
        needed = needed_steps(self.plan, self._present)
        self._pending = {key: self.plan.steps[key] for key in needed}

    def _exhaust(self, reach: Callable[[], list[Step]]) -> None:
        """Run what is ready within reach, the longest path first, until nothing is."""
        lengths = path_lengths(self.plan)
        while ready := [step for step in reach() if self._is_ready(step)]:
            self._advance(sorted(ready, key=lambda step: -lengths[step.step_id]))

    def _everywhere(self) -> list[Step]:
        return list(self._pending.values())

    def _before_the_gate(self) -> list[Step]:
        """What the gate needs, as far as it is needed at all."""
        gate = replace(self.plan, goals=tuple(key for key in self.gate if key in self._pending))
        return [self.plan.steps[key] for key in needed_steps(gate, self._present)]

    def _is_ready(self, step: Step) -> bool:
        key = step.step_id
        is_open = key in self._pending and key not in self._broken
        return is_open and all(item in self._present for item in step.input_ids())

    def _advance(self, ready: Sequence[Step]) -> None:
        """Run the next batch, or wait for another run that holds every ready step."""
        before = set(self._pending) - self._broken
        single = [step for step in ready if not KINDS[step.kind].together]
        for step in single:
            self._attempt([step])
        rest = [] if single else list(ready)
        # A group that another run holds is passed over for the next one.
        while rest and set(self._pending) - self._broken == before:
            group = _first_group(rest)
            self._attempt(group)
            rest = [step for step in rest if step not in group]
        if set(self._pending) - self._broken == before:
            self._wait(ready)

    def _wait(self, ready: Sequence[Step]) -> None:
        self.observer.waiting(len(ready))
        time.sleep(_POLL_SECONDS)
        for step in ready:
            if self.store.has(step.step_id):
                self._take(step)

    def _attempt(self, steps: Sequence[Step]) -> None:
        with ExitStack() as stack:
            held = [step for step in steps if stack.enter_context(self.store.lock(step.step_id))]
            # Another run may have finished a step between the survey and the lock.
            for step in held:
                if self.store.has(step.step_id):
                    self._take(step)
            mine = [step for step in held if self._is_ready(step)]
            if mine and self._inputs_are_whole(mine):
                self._run(mine)

    def _inputs_are_whole(self, steps: Sequence[Step]) -> bool:
        """Check the bytes of every input; a damaged one is set aside and made again."""
        for step in steps:
            for key in step.input_ids():
                try:
                    self.store.open(key)
                except StoreError as error:
                    _LOG.warning("%s", error)
                    self.observer.damaged(key)
                    self._survey()
                    return False
        return True

    def _run(self, steps: Sequence[Step]) -> None:
        self.observer.started(steps)
        started = time.time()
        clock = time.perf_counter()
        try:
            summaries = self._make(steps, started)
        except (KeyboardInterrupt, SystemExit):
            raise
        except Exception as error:  # noqa: BLE001  a step's failure must not stop the others
            check_space(self.store.layout.root, error)
            if len(steps) > 1:
                for step in steps:
                    self._run([step])
            else:
                self._fail(steps[0], error)
            return
        seconds = (time.perf_counter() - clock) / len(steps)
        for step, summary in zip(steps, summaries, strict=True):
            self._present.add(step.step_id)
            del self._pending[step.step_id]
            self.outcome.executed.append(step.step_id)
            self.observer.finished(step, seconds, summary)

    def _make(self, steps: Sequence[Step], started: float) -> list[dict[str, object]]:
        clock = time.perf_counter()
        with ExitStack() as stack:
            works = [
                Work(
                    step=step,
                    inputs=input_paths(step.inputs, self.store.open),
                    out=stack.enter_context(self.store.draft()),
                )
                for step in steps
            ]
            if KINDS[steps[0].kind].together:
                summaries = call_stage_together(works, self.options)
            else:
                kept = self.store.layout.partial(works[0].step.step_id).absolute()
                summaries = [call_stage(works[0], replace(self.options, partial=kept))]
            whole = time.perf_counter() - clock
            phases = self.options.clock.take(steps[0].kind, len(steps), whole)
            for work, summary in zip(works, summaries, strict=True):
                self.store.commit(
                    work.out,
                    work.step.step_id,
                    {
                        "kind": work.step.kind,
                        "params": dict(work.step.params),
                        "inputs": dict(work.step.inputs),
                    },
                    summary=summary,
                    provenance={
                        **provenance(self.options, started, whole / len(steps), phases),
                        **self._stated(work.step),
                    },
                )
            return summaries

    def _stated(self, step: Step) -> dict[str, object]:
        """For a claim: what was known of the scores when it was stated."""
        if step.kind != "state_claim":
            return {}
        n_scores = sum(self.plan.steps[key].kind == "score" for key in self._present)
        return {"scores_before": n_scores, "reported_before": self.is_reported}

    def _fail(self, step: Step, error: Exception) -> None:
        log = self.store.layout.log(step.step_id)
        with explained(self.store.layout.root):
            write_text(log, "".join(traceback.format_exception(error)))
        message = (
            str(error)
            if isinstance(error, CrosswindError)
            else (f"{type(error).__name__}: {error}")
        )
        failure = Failure(step=step, message=message, log=log)
        self._broken.add(step.step_id)
        self.outcome.failed.append(failure)
        self.observer.failed(failure)

    def _take(self, step: Step) -> None:
        """Another run made this step."""
        self._present.add(step.step_id)
        self._pending.pop(step.step_id, None)
        self.outcome.reused += 1
        self.observer.taken(step)


def _first_group(ready: Sequence[Step]) -> list[Step]:
    """The first step and the other ready ones of its kind that share its grouped inputs."""
    first = ready[0]
    shared = KINDS[first.kind].together
    return [
        step
        for step in ready
        if step.kind == first.kind
        and all(step.inputs[name] == first.inputs[name] for name in shared)
    ][:_GROUP_SIZE]
