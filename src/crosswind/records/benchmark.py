"""XTREME and XTREME-R as data: tasks, languages, groups, and how scores are put together.

Source: google-research/xtreme @ 838c13b6 `evaluate.py`; papers arXiv:2003.11080, arXiv:2104.07412.
Kept with the records because a whole submission, the plan and the report need the same facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswind.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkTask:
    """A task of a benchmark.

    Attributes:
        task: its name, and that of its folder in a submission.
        languages: in the official order.
        metric: name of `records.metric` whose value enters.
        file_metrics: names of `crosswind score --json` whose mean is that value.
        suffix: of its files, `test-<language>.<suffix>`.
        is_retrieval: counts as retrieval, which is never averaged with the rest.
    """

    task: str
    languages: tuple[str, ...]
    metric: str
    file_metrics: tuple[str, ...]
    suffix: str = "tsv"
    is_retrieval: bool = False

    def value_of(self, metrics: Mapping[str, float]) -> float:
        """What enters for one language, from the metrics of its file."""
        return sum(metrics[name] for name in self.file_metrics) / len(self.file_metrics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A list of tasks with an official aggregation.

    Attributes:
        name: as in the experiment file.
        tasks: in the official order.
        groups: group -> its tasks, as the official script has them.
    """

    name: str
    tasks: tuple[BenchmarkTask, ...]
    groups: Mapping[str, tuple[str, ...]]

    def task(self, name: str) -> BenchmarkTask | None:
        """The task of that name, if the benchmark has it."""
        return next((item for item in self.tasks if item.task == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """A benchmark's scores.

    Attributes:
        tasks: task -> plain mean over its languages, English among them; None if one is missing.
        languages: task -> language -> what enters.
        groups: group -> plain mean over its tasks; only groups whose tasks are all complete.
        retrieval, non_retrieval: the same for the two halves that are never averaged together.
        overall: plain mean over tasks, not over groups; None unless every task is complete.
        missing: tasks without any language, and `task language` where a task lacks some.
    """

    tasks: Mapping[str, float | None]
    languages: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, float]
    retrieval: float | None
    non_retrieval: float | None
    overall: float | None
    missing: tuple[str, ...]


def aggregate(benchmark: Benchmark, table: Mapping[str, Mapping[str, float]]) -> Aggregate:
    """Put the values of single languages together by the official rules.

    Source: evaluate() of the official script. Differs for XTREME-R, whose script can never give an
    overall score, since LAReQA stands in its list without languages or metric: here LAReQA is a
    task of eleven languages, and the overall score is the mean over all ten tasks.

    Args:
        benchmark: tasks and groups.
        table: task -> language -> value that enters; what the benchmark has not is left aside.
    """
    languages = {
        item.task: {name: table[item.task][name] for name in item.languages if name in found}
        for item in benchmark.tasks
        if (found := table.get(item.task))
    }
    tasks = {
        item.task: _mean(list(languages[item.task].values()))
        if len(languages[item.task]) == len(item.languages)
        else None
        for item in benchmark.tasks
        if languages.get(item.task)
    }

    def over(names: Sequence[str]) -> float | None:
        values = [tasks.get(name) for name in names]
        complete = [value for value in values if value is not None]
        return _mean(complete) if len(complete) == len(names) else None

    groups = {name: over(members) for name, members in benchmark.groups.items()}
    return Aggregate(
        tasks=tasks,
        languages={name: found for name, found in languages.items() if found},
        groups={name: value for name, value in groups.items() if value is not None},
        retrieval=over([item.task for item in benchmark.tasks if item.is_retrieval]),
        non_retrieval=over([item.task for item in benchmark.tasks if not item.is_retrieval]),
        overall=over([item.task for item in benchmark.tasks]),
        missing=tuple(_missing(benchmark, languages)),
    )


def _missing(benchmark: Benchmark, languages: Mapping[str, Mapping[str, float]]) -> list[str]:
    found = []
    for item in benchmark.tasks:
        present = languages.get(item.task, {})
        if not present:
            found.append(item.task)
            continue
        found += [f"{item.task} {name}" for name in item.languages if name not in present]
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_XNLI = BenchmarkTask(
    task="xnli",
    languages=_tags("ar bg de el en es fr hi ru sw th tr ur vi zh"),
    metric="accuracy",
    file_metrics=("accuracy",),
)
_PAWSX = BenchmarkTask(
    task="pawsx",
    languages=_tags("de en es fr ja ko zh"),
    metric="accuracy",
    file_metrics=("accuracy",),
)
_XCOPA = BenchmarkTask(
    task="xcopa",
    languages=_tags("et ht id it qu sw ta th tr vi zh"),
    metric="accuracy",
    file_metrics=("accuracy",),
    suffix="jsonl",
)
_PANX = _tags(
    "ar he vi id jv ms tl eu ml ta te af nl en de el bn hi mr ur fa fr"
    " it pt es bg ru ja ka ko th sw yo my zh kk tr et fi hu"
)
_UDPOS = _tags(
    "af ar bg de el en es et eu fa fi fr he hi hu id it ja kk ko mr"
    " nl pt ru ta te th tl tr ur vi yo zh"
)
_TATOEBA = _tags(
    "ar he vi id jv tl eu ml ta te af nl de el bn hi mr ur fa fr it"
    " pt es bg ru ja ka ko th sw zh kk tr et fi hu"
)
_XQUAD = _tags("en es de el ru tr ar vi th zh hi")
_MLQA = _tags("en es de ar hi vi zh")
_TYDIQA = _tags("en ar bn fi id ko ru sw te")


def _panx(*more: str) -> BenchmarkTask:
    return BenchmarkTask(
        task="panx", languages=(*_PANX, *more), metric="entity_f1", file_metrics=("f1",)
    )


def _udpos(*more: str) -> BenchmarkTask:
    # The published numbers are those of seqeval 0.0.12.
    metric = "udpos_f1_seqeval_0_0_12"
    return BenchmarkTask(
        task="udpos", languages=(*_UDPOS, *more), metric=metric, file_metrics=(metric,)
    )


def _tatoeba(*more: str) -> BenchmarkTask:
    return BenchmarkTask(
        task="tatoeba",
        languages=(*_TATOEBA, *more),
        metric="accuracy",
        file_metrics=("accuracy",),
        is_retrieval=True,
    )


def _questions(task: str, languages: tuple[str, ...]) -> BenchmarkTask:
    return BenchmarkTask(
        task=task,
        languages=languages,
        metric="qa_score",
        file_metrics=("exact_match", "f1"),
        suffix="json",
    )


def _rankings(task: str, languages: tuple[str, ...]) -> BenchmarkTask:
    return BenchmarkTask(
        task=task,
        languages=languages,
        metric="map_at_20",
        file_metrics=("map_at_20",),
        suffix="json",
        is_retrieval=True,
    )


XTREME = Benchmark(
    name="xtreme",
    tasks=(
        _PAWSX,
        _XNLI,
        _panx(),
        _udpos(),
        BenchmarkTask(
            task="bucc2018",
            languages=("de", "fr", "ru", "zh"),
            metric="mining_f1",
            file_metrics=("f1",),
            is_retrieval=True,
        ),
        _tatoeba(),
        _questions("xquad", _XQUAD),
        _questions("mlqa", _MLQA),
        _questions("tydiqa", _TYDIQA),
    ),
    groups={
        "classification": ("pawsx", "xnli"),
        "tagging": ("udpos", "panx"),
        "qa": ("xquad", "mlqa", "tydiqa"),
        "retrieval": ("bucc2018", "tatoeba"),
    },
)

XTREME_R = Benchmark(
    name="xtreme_r",
    tasks=(
        _XNLI,
        _panx("qu", "pl", "uk", "az", "lt", "pa", "gu", "ro"),
        _udpos("lt", "pl", "uk", "wo", "ro"),
        _tatoeba("az", "lt", "pl", "uk", "ro"),
        _XCOPA,
        # The languages of XQuAD-R; the official list is empty.
        _rankings("lareqa", _XQUAD),
        _rankings("mewslix", _tags("ar de en es fa ja pl ro ta tr uk")),
        _questions("xquad", (*_XQUAD, "ro")),
        _questions("mlqa", _MLQA),
        _questions("tydiqa", _TYDIQA),
    ),
    # As the official script has them: XCOPA stands in two groups, LAReQA in none.
    groups={
        "classification": ("xnli", "xcopa"),
        "tagging": ("udpos", "panx"),
        "qa": ("xquad", "mlqa", "tydiqa"),
        "retrieval": ("tatoeba", "mewslix"),
        "multi_choice": ("xcopa",),
    },
)

BENCHMARKS: Registry[Benchmark] = Registry("benchmark", {"xtreme": XTREME, "xtreme_r": XTREME_R})
