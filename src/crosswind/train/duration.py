"""How many updates a stage has, and how many of them each task gets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.train.draws import task_sequence
from crosswind.train.params import FineTuneParams, PartParams
from crosswind.train.sampling import Sampling, epoch_updates, probabilities, smoothed, with_masked
from crosswind.train.stage_text import StageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """The schedule of a stage.

    Attributes:
        n_updates: of all tasks.
        probabilities: of each task, in their order.
    """

    n_updates: int
    probabilities: tuple[float, ...]

    def counts(self, names: Sequence[str], n_done: int, seed: int) -> dict[str, int]:
        """Task -> how many of the first `n_done` updates were its own."""
        if len(names) == 1:
            return {names[0]: n_done}
        order = task_sequence(self.probabilities, self.n_updates, seed)[:n_done]
        found = Counter(order)
        return {name: found[number] for number, name in enumerate(names)}


def duration(params: FineTuneParams, texts: Sequence[StageText], n_added: int = 0) -> Duration:
    """The schedule of a stage whose texts have been read.

    Labelled tasks are drawn as `params.sampling` says, by the sizes of their texts; masked text
    has its own share of all updates, beside the epochs of the labelled tasks.

    Args:
        params: of the stage.
        texts: of its tasks, in their order.
        n_added: updates on top (of an update-matched baseline).

    Raises:
        ConfigError: if shares are no distribution.
    """
    tasks = params.tasks(sum(text.n_texts for text in texts))
    pairs = list(zip(tasks, texts, strict=True))
    beside = [pair for pair in pairs if pair[0].is_beside]
    labelled = [pair for pair in pairs if not pair[0].is_beside] or beside
    beside = beside if labelled is not beside else []
    sampling = Sampling(
        name=params.sampling,
        cap=params.cap,
        temperature=params.temperature,
        shares=tuple(task.share for task, _ in labelled),
    )
    share = beside[0][0].share if beside else 0.0
    n_labelled = params.epochs * sum(_epoch(task, text, sampling) for task, text in labelled)
    own = probabilities([text.n_examples for _, text in labelled], sampling)
    chances = dict(zip([task.name for task, _ in labelled], own, strict=True))
    if beside:
        chances = {name: chance * (1 - share) for name, chance in chances.items()}
        languages = smoothed([text.n_examples for _, text in beside], beside[0][0].smoothing)
        names = [task.name for task, _ in beside]
        chances |= {name: share * p for name, p in zip(names, languages, strict=True)}
    return Duration(
        n_updates=n_added + (params.max_updates or with_masked(n_labelled, share)),
        probabilities=tuple(chances[task.name] for task in tasks),
    )


def _epoch(task: PartParams, text: StageText, sampling: Sampling) -> int:
    rows = len(text.training.rows)
    return epoch_updates(rows, text.n_examples, task.batch_examples, sampling)
