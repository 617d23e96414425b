"""What of scored text stands in training text: by text, by context, by name."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json
from crosswind.data.overlap import OverlapParams, count_overlap
from crosswind.records.codecs import write_examples
from crosswind.records.example import Answer, Example


def pair(name: str, *texts: str, cluster: str = "", **parts: Any) -> Example:
    fields = dict(zip(("first", "second"), texts, strict=True))
    parts = {"language": "en", "label": "a", **parts}
    return Example(example_id=name, parallel_id=cluster or name, texts=fields, **parts)


def question(name: str, text: str, context: str, language: str = "en") -> Example:
    return Example(
        example_id=name,
        parallel_id=f"p{name}",
        language=language,
        texts={"question": text, "context": context},
        answers=(Answer(start=0, text=context[:1]),),
    )


def sentence(name: str, *words: str) -> Example:
    tags = ("X",) * len(words)
    return Example(example_id=name, parallel_id=f"en:{name}", language="en", words=words, tags=tags)


class Bench:
    """Counts scored examples of one task against training examples of another."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.n_calls = 0

    def count(
        self,
        evaluated: list[Example] | dict[str, list[Example]],
        trained: list[Example],
        *,
        target: dict[str, Any] | None = None,
        training: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        sets = evaluated if isinstance(evaluated, dict) else {"en": evaluated}
        self.n_calls += 1
        folders = [self._write(name, rows) for name, rows in {**sets, "train": trained}.items()]
        facts = {"task": "scored", "kind": "pair_classification", "release": "", "kept_fields": ()}
        asked = facts | (target or {})
        split = asked.pop("split", "test")
        params = OverlapParams(
            **asked,
            evaluated_sets=tuple({"language": name, "split": split} for name in sets),
            trained_sets=(
                {
                    **facts,
                    "task": "trained",
                    "language": "en",
                    "split": "train",
                    "role": "trained",
                    **(training or {}),
                },
            ),
        )
        out = self.root / str(self.n_calls) / "out"
        out.mkdir()
        summary = count_overlap(
            params,
            evaluated=tuple(folders[:-1]),
            trained=(folders[-1],),
            out=out,
            options=RunOptions(),
        )
        content: dict[str, Any] = read_json(out / "overlap.json")
        assert summary == {"examples": content["n"], "overlapping": content["overlapping"]}
        return content

    def _write(self, name: str, rows: list[Example]) -> Path:
        folder = self.root / str(self.n_calls) / name
        folder.mkdir(parents=True)
        write_examples(folder, rows)
        return folder


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_equal_texts_overlap_whatever_their_case_form_space_and_order(bench: Bench) -> None:
    scored = [
        pair("1", "A caf\u00e9 there", "It is  open."),
        pair("2", "A cafe there", "It is open."),
        pair("3", "It is open.", "A CAFE\u0301\nthere"),
    ]
    found = bench.count(scored, [pair("x", "a Cafe\u0301 there", "it is open. ")])
    assert (found["n"], found["overlapping"]) == (3, 2)
    assert found["languages"]["en"] == {
        "n": 3,
        "overlapping": 2,
        "whole": 2,
        "context": 0,
        "id": 0,
        "parallel_id": 0,
        "texts": {"first": 2, "second": 3},
        "examples": ["1", "3"],
    }
    (trained,) = found["trained"]
    assert trained == {
        "task": "trained",
        "language": "en",
        "split": "train",
        "role": "trained",
        "overlapping": 2,
    }


def test_two_counts_leave_equal_bytes(bench: Bench) -> None:
    scored = [pair(str(number), f"text {number}", "b") for number in range(9)]
    for _ in range(2):
        bench.count(scored, [pair(f"t{number}", f"Text {number}", "b") for number in range(5)])
    first, second = (bench.root / name / "out" / "overlap.json" for name in ("1", "2"))
    assert first.read_bytes() == second.read_bytes()


def test_a_single_text_is_told_and_is_no_overlap(bench: Bench) -> None:
    found = bench.count([pair("1", "new", "Yes.")], [pair("1", "old", "yes.")])
    assert found["overlapping"] == 0
    assert found["languages"]["en"]["texts"] == {"second": 1}


def test_a_context_that_was_trained_on_is_an_overlap_and_a_question_is_none(bench: Bench) -> None:
    kind = {"kind": "span_qa"}
    scored = [question("1", "Who?", "Known."), question("2", "When?", "New.")]
    trained = [question("8", "Where?", "known."), question("9", "when?", "Other.")]
    found = bench.count(scored, trained, target=kind, training=kind)["languages"]["en"]
    assert (found["overlapping"], found["context"], found["whole"]) == (1, 1, 0)
    assert found["texts"] == {"context": 1, "question": 1}
    assert found["examples"] == ["1"]


def test_words_are_joined_and_found_in_plain_text(bench: Bench) -> None:
    tagging = {"kind": "tagging"}
    scored = [sentence("1", "Play", "it"), sentence("2", "Stop", "it")]
    assert bench.count(scored, [sentence("7", "play", "It")], target=tagging)["overlapping"] == 1
    plain = Example(example_id="7", parallel_id="7", language="en", texts={"text": "play it"})
    found = bench.count(scored, [plain], target=tagging, training={"kind": "classification"})
    assert found["overlapping"] == 1


def test_kept_fields_are_no_text(bench: Bench) -> None:
    kept = {"kept_fields": ("second",)}
    scored, trained = [pair("1", "It fell.", "cause")], [pair("9", "it fell.", "effect")]
    assert bench.count(scored, trained, target=kept, training=kept)["overlapping"] == 1
    assert bench.count(scored, trained)["overlapping"] == 0


def test_names_of_one_release_mean_the_same_item_in_every_task_and_language(bench: Bench) -> None:
    german = [question("q1", "Wer?", "Er.", "de"), question("q2", "Wann?", "Nie.", "de")]
    english = [question("q1", "Which?", "It.")]
    trained = [question("q1", "Who?", "He.")]
    release = {"kind": "span_qa", "release": "squad"}
    sets = {"de": german, "en": english}
    found = bench.count(sets, trained, target=release, training=release)["languages"]
    assert (found["de"]["id"], found["de"]["parallel_id"], found["de"]["overlapping"]) == (0, 1, 1)
    assert (found["en"]["id"], found["en"]["parallel_id"], found["en"]["overlapping"]) == (1, 1, 1)
    alone = bench.count(sets, trained, target=release, training={"kind": "span_qa"})
    assert alone["overlapping"] == 0


def test_siblings_of_a_training_item_overlap_by_their_cluster(bench: Bench) -> None:
    release = {"release": "r"}
    scored = [pair("2", "a", "b", cluster="c"), pair("3", "d", "e", cluster="f")]
    found = bench.count(
        scored, [pair("1", "x", "y", cluster="c")], target=release, training=release
    )
    assert found["languages"]["en"]["parallel_id"] == found["overlapping"] == 1
    assert found["languages"]["en"]["id"] == 0


def test_sentences_of_two_languages_share_a_number_and_nothing_else(bench: Bench) -> None:
    german = [pair("5", "a", "b", language="de", cluster="de:validation:5")]
    english = [pair("5", "x", "y", cluster="en:validation:5")]
    split = {"task": "scored", "split": "validation"}
    found = bench.count({"de": german}, english, target={"split": "validation"}, training=split)
    assert found["overlapping"] == 0
    found = bench.count({"en": english}, english, target={"split": "validation"}, training=split)
    assert found["overlapping"] == 1


@pytest.mark.parametrize(
    ("scored_split", "trained_split", "name", "overlapping"),
    [
        ("validation", "train", "5", 0),
        ("validation", "validation", "5", 1),
        ("test", "all", "5", 1),
        ("test", "all", "test-5", 1),
        ("test", "all", "train-5", 0),
        ("validation", "train", "dev-5", 0),
    ],
)
def test_a_number_means_an_item_of_its_split(
    bench: Bench, scored_split: str, trained_split: str, name: str, overlapping: int
) -> None:
    found = bench.count(
        {"de": [pair("5", "a", "b", language="de")]},
        [pair(name, "x", "y")],
        target={"split": scored_split},
        training={"task": "scored", "split": trained_split},
    )
    assert found["overlapping"] == overlapping


def test_a_name_with_its_part_means_one_item_whatever_split_it_is_read_as(bench: Bench) -> None:
    found = bench.count(
        {"de": [pair("dev-5", "a", "b", language="de")]},
        [pair("dev-5", "x", "y")],
        target={"split": "validation"},
        training={"task": "scored", "split": "train"},
    )
    assert found["overlapping"] == 1


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=6), st.integers(0, 6))
@profile(max_examples=25)
def test_what_is_trained_on_is_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], n_trained: int
) -> None:
    bench = Bench(tmp_path_factory.mktemp("overlap"))
    # A number in front keeps texts apart that differ in case or space alone.
    scored = [pair(f"s{place}", f"{place} {text}", "x") for place, text in enumerate(texts)]
    trained = [pair(f"t{row.example_id}", *row.texts.values()) for row in scored[:n_trained]]
    found = bench.count(scored, trained)
    assert found["overlapping"] == min(n_trained, len(texts))
