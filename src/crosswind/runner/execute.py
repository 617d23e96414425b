"""Execution: order, reuse, commit, failures. Where steps run is the engine's affair."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from crosswind.config.run_options import RunOptions
from crosswind.core.clock import Clock
from crosswind.core.errors import StoreError
from crosswind.plan.graph import Plan, needed_steps
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Step
from crosswind.runner.engine import Engine, ThisProcess
from crosswind.runner.frontier import Frontier, Rank, ranks
from crosswind.runner.job import Job, Result
from crosswind.runner.observer import Observer, Outcome
from crosswind.runner.resolve import Work, input_paths
from crosswind.runner.step_log import StepLog
from crosswind.store.store import Store

_LOG = logging.getLogger("crosswind")
# Steps run as one group: large enough to share a loaded checkpoint, small enough that a killed
# run loses little. Where many groups run at once, all of them together hold so many locks.
_GROUP_SIZE = 128
_HELD_LOCKS = 512
_POLL_SECONDS = 0.2
# A step whose worker ended is begun again so often in all; from the second loss on it runs alone,
# so that a step that kills its worker takes no other with it.
_ATTEMPTS = 4


@dataclass(slots=True)
class Execution:
    """One run of a plan against a store.

    Attributes:
        plan: what to run.
        store: where artifacts are; only this process commits to it.
        options: how to run.
        observer: told what happens.
        gate: steps that run before all others, with what they need; then `check` decides whether
            the rest may run at all.
        check: raises where it may not.
        is_reported: whether a report of the experiment was published before.
        engine: where steps run; this process unless told otherwise.
    """

    plan: Plan
    store: Store
    options: RunOptions
    observer: Observer
    gate: Collection[str] = ()
    check: Callable[[], None] = lambda: None
    is_reported: bool = False
    engine: Engine = field(default_factory=ThisProcess)
    outcome: Outcome = field(default_factory=Outcome)
    _present: set[str] = field(default_factory=set)
    _pending: dict[str, Step] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)
    _alone: set[str] = field(default_factory=set)
    _losses: Counter[str] = field(default_factory=Counter)
    _elsewhere: list[Step] = field(default_factory=list)
    _flights: dict[str, tuple[Job, ExitStack]] = field(default_factory=dict)
    _order: Mapping[str, Rank] = field(default_factory=dict)
    _reach: Callable[[], Collection[str]] = lambda: ()
    _frontier: Frontier = field(init=False)
    _log: StepLog = field(init=False)

    def run(self) -> Outcome:
        """Run what is missing. Failures do not stop the rest.

        Raises:
            StoreError: the store cannot be used any longer (full disk, read-only).
            CrosswindError: what `check` raises; nothing but the gate has run then. Or no worker
                can run any step as this run means it.
        """
        self._order = ranks(self.plan)
        self._log = StepLog(self.store.layout)
        with self.store.in_use():
            self._survey()
            self.outcome.reused = len(self._present)
            self.observer.planned(
                self.plan, list(self._pending.values()), n_reused=self.outcome.reused
            )
            try:
                self._exhaust(self._before_the_gate)
                self.check()
                self._exhaust(lambda: self._pending)
            finally:
                self._land()
        self.outcome.blocked = [key for key in self._pending if key not in self._broken]
        # Counted again: a damaged artifact may have been made anew after the survey.
        self.outcome.reused = len(self._present - set(self.outcome.executed))
        self.outcome.not_needed = len(self.plan) - len(self._present) - len(self._pending)
        return self.outcome

    def _survey(self) -> None:
        """What is present, and what is missing on the way to the goals."""
        self._present = {key for key in self.plan.steps if self.store.has(key)}
        needed = needed_steps(self.plan, self._present)
        self._pending = {key: self.plan.steps[key] for key in needed}

    def _before_the_gate(self) -> list[str]:
        """What the gate needs, as far as it is needed at all."""
        gate = replace(self.plan, goals=tuple(key for key in self.gate if key in self._pending))
        return needed_steps(gate, self._present)

    def _exhaust(self, reach: Callable[[], Collection[str]]) -> None:
        """Run what is ready within reach, the longest path first, until nothing is."""
        self._reach = reach
        self._look()
        looked = time.monotonic()
        while self._frontier or self._flights or self._elsewhere:
            self._fill()
            if self._flights:
                for job, result in self.engine.collect(_POLL_SECONDS):
                    self._settle(job, result)
            elif self._elsewhere:
                self._wait()
            if self._elsewhere and time.monotonic() - looked > _POLL_SECONDS:
                looked = time.monotonic()
                self._offer_again()

    def _look(self) -> None:
        """Find anew what is ready, after a survey."""
        on_their_way = {step.step_id for job, _ in self._flights.values() for step in job.steps}
        self._elsewhere = []
        self._frontier = Frontier(
            self.plan,
            wanted=self._reach(),
            present=self._present,
            closed=self._broken | on_their_way,
            alone=self._alone,
            order=self._order,
        )

    def _fill(self) -> None:
        """Give the engine as much as it takes."""
        while (free := self.engine.capacity() - len(self._flights)) > 0 and self._frontier:
            n_jobs = free + len(self._flights)
            self._attempt(self._frontier.take(max(1, min(_GROUP_SIZE, _HELD_LOCKS // n_jobs))))

    def _wait(self) -> None:
        """Another run holds every ready step."""
        self.observer.waiting(len(self._elsewhere))
        time.sleep(_POLL_SECONDS)
        self._offer_again()

    def _offer_again(self) -> None:
        held, self._elsewhere = self._elsewhere, []
        for step in held:
            self._frontier.offer(step)

    def _attempt(self, steps: Sequence[Step]) -> None:
        """Start those of the steps that no other run holds or has made."""
        with ExitStack() as stack:
            mine = []
            for step in steps:
                if self.store.has(step.step_id):
                    self._take(step)
                elif not stack.enter_context(self.store.lock(step.step_id)):
                    self._elsewhere.append(step)
                elif self.store.has(step.step_id):
                    # Another run finished it between the look and the lock.
                    self._take(step)
                else:
                    mine.append(step)
            if mine and self._inputs_are_whole(mine):
                job = self._launch(mine, stack)
                self._flights[job.key] = (job, stack.pop_all())

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
                    self._look()
                    return False
        return True

    def _launch(self, steps: Sequence[Step], stack: ExitStack) -> Job:
        """Hand steps to the engine, each with a draft that ends with the stack."""
        job = Job(
            works=tuple(
                Work(
                    kind=KINDS[step.kind],
                    step=step,
                    inputs=input_paths(step.inputs, lambda key: self.store.open(key).absolute()),
                    out=stack.enter_context(self.store.draft()).absolute(),
                )
                for step in steps
            ),
            options=self._options_of(steps),
            root=self.store.layout.root.absolute(),
            facts={"engine": self.engine.name, **self._stated(steps[0])},
        )
        self.observer.started(steps)
        self._log.started(steps, self.engine.name)
        self.engine.submit(job)
        return job

    def _options_of(self, steps: Sequence[Step]) -> RunOptions:
        """A clock of its own, which may tick elsewhere, and places for what steps keep."""
        is_lone = not KINDS[steps[0].kind].together
        kept = self.store.layout.partial(steps[0].step_id).absolute() if is_lone else None
        clock = Clock(is_on=self.options.clock.is_on)
        pieces = self.store.layout.pieces.absolute()
        return replace(self.options, partial=kept, pieces=pieces, clock=clock)

    def _stated(self, step: Step) -> dict[str, object]:
        """For a claim: what was known of the scores when it was stated."""
        if step.kind != "state_claim":
            return {}
        n_scores = sum(self.plan.steps[key].kind == "score" for key in self._present)
        return {"scores_before": n_scores, "reported_before": self.is_reported}

    def _settle(self, job: Job, result: Result) -> None:
        """Commit what a job made, or decide what its end means."""
        _, stack = self._flights.pop(job.key)
        with stack:
            if result.fatal is not None:
                raise result.fatal
            if result.lost:
                self._lose(job, result)
            elif not result.message:
                self._commit(job, result)
            elif len(job.steps) > 1:
                self._alone.update(step.step_id for step in job.steps)
                for step in job.steps:
                    self._frontier.offer(step)
            else:
                self._fail(job.steps[0], result)

    def _commit(self, job: Job, result: Result) -> None:
        self.options.clock.add(
            job.steps[0].kind, len(job.steps), result.stage_seconds, result.phases
        )
        said = result.said
        for work, summary in zip(job.works, result.summaries, strict=True):
            key = work.step.step_id
            self.store.place(work.out, key)
            self._log.finished(work.step, result.seconds, summary, said)
            said = ()
            self._present.add(key)
            self._pending.pop(key, None)
            self._frontier.finish(key)
            self.outcome.executed.append(key)
            self.observer.finished(work.step, result.seconds, summary)

    def _lose(self, job: Job, result: Result) -> None:
        """A worker ended before its job did: begin again, but not for ever."""
        self.observer.lost(job.steps)
        for step in job.steps:
            self._losses[step.step_id] += 1
            self._log.lost(step, result.lost)
            n_lost = self._losses[step.step_id]
            if n_lost > 1:
                self._alone.add(step.step_id)
            if n_lost < _ATTEMPTS:
                self._frontier.offer(step)
            else:
                message = f"its worker ended {n_lost} times before it did"
                story = f"{message}; the last time:\n{result.lost}\n"
                self._fail(step, replace(result, message=message, story=story))

    def _fail(self, step: Step, result: Result) -> None:
        failure = self._log.failed(step, result.message, result.story, result.said)
        self._broken.add(step.step_id)
        self.outcome.failed.append(failure)
        self.observer.failed(failure)

    def _take(self, step: Step) -> None:
        """Another run made this step."""
        self._present.add(step.step_id)
        self._pending.pop(step.step_id, None)
        self._frontier.finish(step.step_id)
        self.outcome.reused += 1
        self.observer.taken(step)

    def _land(self) -> None:
        """Stop what is still on its way, then give up its drafts and locks."""
        if self._flights:
            self.engine.drop()
        for _, stack in self._flights.values():
            stack.close()
        self._flights.clear()
