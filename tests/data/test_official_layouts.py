"""Written examples are read back as they were."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.core.files import write_text
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task
from crosswind.data.official_layouts import official_files, require_layout, written_tasks
from crosswind.records.example import Example

FIXTURES = Path(__file__).parent / "fixtures"
# Task, language, split of the fixtures.
CASES = [
    ("xnli", "th", "validation"),
    ("xnli", "de", "test"),
    ("pawsx", "zh", "test"),
    ("pawsx", "ko", "validation"),
    ("udpos", "en", "validation"),
    ("udpos", "fi", "test"),
    ("panx", "zh", "validation"),
    ("panx", "ar", "validation"),
    ("pud", "fr", "test"),
    ("uner", "en", "test"),
    ("uner", "sv", "test"),
    ("masakhaner", "sw", "test"),
    ("lareqa", "en", "test"),
    ("xquad", "ar", "test"),
    ("mlqa", "de", "validation"),
    ("tydiqa", "fi", "validation"),
    ("tatoeba", "fi", "test"),
    ("bucc2018", "de", "validation"),
    ("xcopa", "et", "test"),
    ("copa", "en", "validation"),
]


def write(root: Path, case: tuple[str, str, str], examples: Sequence[Example]) -> None:
    task = TASKS.get(case[0])
    pool = read_task(*case, FIXTURES, part="candidates") if task.candidates else ()
    for name, text in official_files(task, case[1], case[2], examples, pool).files.values():
        write_text(root / name, text)


def test_every_layout_has_a_case() -> None:
    assert tuple(sorted({task for task, _, _ in CASES})) == written_tasks()


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_fixtures_are_read_back(case: tuple[str, str, str], tmp_path: Path) -> None:
    examples = read_task(*case, FIXTURES)
    if case[0] == "mlqa":
        # Its clusters come from the English file.
        english = ("mlqa", "en", case[2])
        write(tmp_path, english, read_task(*english, FIXTURES))
    write(tmp_path, case, examples)
    assert read_task(*case, tmp_path) == examples


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_changed_texts_are_read_back(case: tuple[str, str, str], tmp_path: Path) -> None:
    kept = TASKS.get(case[0]).card.kept_fields
    changed = [
        replace(
            example,
            texts={
                name: text if name in kept or name == "context" else f"{text}x\u2028é"
                for name, text in example.texts.items()
            },
            words=tuple(f"{word}\u00a0x" for word in example.words),
        )
        for example in read_task(*case, FIXTURES)
    ]
    write(tmp_path, case, changed)
    found = read_task(*case, tmp_path)
    assert [(one.texts, one.words) for one in found] == [(one.texts, one.words) for one in changed]
    assert [(one.label, one.tags, one.answers, one.gold_ids) for one in found] == [
        (one.label, one.tags, one.answers, one.gold_ids) for one in changed
    ]


@settings(max_examples=30)
@given(
    rows=st.lists(
        st.tuples(
            st.text(
                st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), min_size=1
            ),
            st.sampled_from(["0", "1"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_line_of_text_is_a_cell(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("pawsx")
    examples = [
        Example(
            example_id=f"test-{number}",
            parallel_id=f"test-{number}",
            language="de",
            texts={"sentence1": f"a{text}", "sentence2": f"b{text}"},
            label=label,
        )
        for number, (text, label) in enumerate(rows)
    ]
    write(root, ("pawsx", "de", "test"), examples)
    assert read_task("pawsx", "de", "test", root) == examples


def test_gold_is_in_the_layout_of_predictions() -> None:
    examples = read_task("udpos", "en", "validation", FIXTURES)
    written = official_files(TASKS.get("udpos"), "en", "validation", examples)
    assert written.gold.split("\n")[0] == examples[0].tags[0]
    assert written.gold.count("\n\n") == len(examples)


def test_a_task_without_a_layout_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(ConfigError, match="xquad") as caught:
        require_layout(TASKS.get("mewslix"), "de")
    assert "mewslix" in str(caught.value)
    assert "mewslix" not in written_tasks()
    with pytest.raises(ConfigError, match="pair of languages"):
        require_layout(TASKS.get("xnli"), "de+en")
    require_layout(TASKS.get("mlqa"), "de+en")
