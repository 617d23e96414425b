"""Which task and which rows each update trains on: a pure function of the seed."""

from collections.abc import Iterator, Sequence

from crosswind.core.seeds import generator
from crosswind.model.batches import epoch_batches
from crosswind.train.objective import TrainingRow
from crosswind.train.part import Part


def task_sequence(probabilities: Sequence[float], n_updates: int, seed: int) -> list[int]:
    """The number of the task of each update.

    Args:
        probabilities: of each task; their sum is 1.
        n_updates: length of the stage.
        seed: training seed.
    """
    rng = generator(seed, "order of tasks")
    return [int(task) for task in rng.choice(len(probabilities), size=n_updates, p=probabilities)]


def batches(part: Part, seed: int) -> Iterator[list[TrainingRow]]:
    """The batches of a task, epoch after epoch, without end."""
    epoch = 0
    while True:
        rows = part.text.rows(epoch)
        # Rows of equal length are never sorted apart: without lengths, batches are drawn at random.
        lengths = [row.n_longest if part.objective.by_length else 0 for row in rows]
        for indices in epoch_batches(
            lengths, batch_rows=part.batch_examples, seed=seed, epoch=epoch
        ):
            yield [part.text.seen(index, seed, epoch) for index in indices]
        epoch += 1


def draws(
    parts: Sequence[Part], probabilities: Sequence[float], n_updates: int, seed: int
) -> Iterator[tuple[Part, list[TrainingRow]]]:
    """The task and the rows of every update."""
    streams = [batches(part, seed) for part in parts]
    one_task = len(parts) == 1
    order = [0] * n_updates if one_task else task_sequence(probabilities, n_updates, seed)
    for number in order:
        yield parts[number], next(streams[number])
