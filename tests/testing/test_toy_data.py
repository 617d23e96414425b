"""Toy files are read by the readers of the real ones, and teach what they should."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswind.data.load import read_task
from crosswind.records.example import Example
from crosswind.testing.toy_data import LANGUAGES, write_toy_data

N_PREMISES, N_TRAIN = 6, 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    return write_toy_data(folder, n_premises=N_PREMISES, n_train=N_TRAIN)


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 1000), n=st.integers(2, 8))
def test_equal_seeds_write_equal_bytes_and_others_do_not(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n: int
) -> None:
    one, two, other = (
        contents(
            write_toy_data(tmp_path_factory.mktemp("law"), n_premises=n, n_train=n, seed=value)
        )
        for value in (seed, seed, seed + 1)
    )
    assert one == two
    assert one.keys() == other.keys()
    assert one != other


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", ["xnli", "udpos", "xquad"])
def test_every_language_can_be_scored(root: Path, task: str, language: str) -> None:
    examples = read_task(task, language, "test", root)
    assert {example.language for example in examples} == {language}
    assert len(examples) == {"xnli": 3 * N_PREMISES}.get(task, N_PREMISES)


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_retrieval_pairs_every_language_with_english(root: Path, language: str) -> None:
    examples = read_task("tatoeba", language, "test", root)
    assert len(examples) == N_PREMISES
    for example in examples:
        # Word for word in both languages: the words of a pair are equally many.
        source, target = (example.texts[side].split() for side in ("source", "target"))
        assert len(source) == len(target) == 7


@pytest.mark.parametrize("task", ["mnli", "snli"])
def test_intermediate_training_text_holds_every_label_alike(root: Path, task: str) -> None:
    labels = Counter(example.label for example in read_task(task, "en", "all", root))
    assert labels == dict.fromkeys(("contradiction", "entailment", "neutral"), N_TRAIN // 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_a_pair_can_be_told(root: Path, language: str) -> None:
    def told(example: Example) -> str:
        premise = example.texts["premise"].split()
        first, second = example.texts["hypothesis"].split()
        if second in premise and first not in premise:
            return "contradiction"
        return "entailment" if first in premise else "neutral"

    examples = read_task("xnli", language, "test", root)
    assert [told(example) for example in examples] == [example.label for example in examples]


def test_parallel_items_share_an_id_in_every_language(root: Path) -> None:
    for task in ("xnli", "xquad"):
        ids = [
            [example.parallel_id for example in read_task(task, name, "test", root)]
            for name in LANGUAGES
        ]
        assert all(row == ids[0] for row in ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tag_of_a_word_is_always_the_same(root: Path, language: str) -> None:
    tags: dict[str, set[str]] = {}
    for example in read_task("udpos", language, "test", root):
        for word, tag in zip(example.words, example.tags, strict=True):
            tags.setdefault(word, set()).add(tag)
    assert all(len(found) == 1 for found in tags.values())


def test_answers_stand_in_their_context(root: Path) -> None:
    for language in LANGUAGES:
        for example in read_task("xquad", language, "test", root):
            (answer,) = example.answers
            asked = example.texts["question"].removesuffix(" ?")
            assert example.texts["context"].startswith(
                f"{asked} {answer.text}", answer.start - len(asked) - 1
            )
