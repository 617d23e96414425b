from dataclasses import replace

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import LoadParams, load_examples, read_task
from crosswind.data.pool import pool_languages
from crosswind.data.sources import find_sources
from crosswind.records.codecs import read_examples


@pytest.mark.parametrize(
    ("task", "evaluated", "pool"),
    [
        ("xnli", ("de", "ru"), ()),
        ("tatoeba", ("de", "ru"), ()),
        ("bucc2018", ("de", "ru"), ("ru",)),
        ("lareqa", ("de", "ru"), ("de", "ru")),
        ("lareqa", (), ("ru",)),
        ("mewslix", ("de", "ru"), ("mul",)),
    ],
)
def test_each_kind_of_pool_names_its_candidates(task, evaluated, pool) -> None:
    assert pool_languages(TASKS.get(task), "ru", evaluated) == pool


@pytest.mark.parametrize("name", TASKS.names())
def test_tasks_have_a_pool_by_their_kind(name) -> None:
    task = TASKS.get(name)
    kinds = {"mining", "answer_retrieval", "entity_retrieval"}
    assert (task.candidates is not None) == (task.card.kind in kinds)


def _mined(put, gold: str):
    put("bucc2018/de-en.dev.de", "de-1\tEins.\n")
    put("bucc2018/de-en.dev.en", "en-1\tOne.\n")
    return put("bucc2018/de-en.dev.gold", gold)


def test_the_pool_is_part_of_what_was_planned_with(put, tmp_path) -> None:
    root = _mined(put, "de-1\ten-1\n")
    found = find_sources(TASKS.get("bucc2018"), "de", "validation", root)
    params = LoadParams(
        task="bucc2018", language="de", split="validation", pool=("de",), sources=found.digests
    )
    out = tmp_path / "out"
    out.mkdir()
    load_examples(params, out=out, options=RunOptions(data_root=root))
    assert read_examples(out)[0].gold_ids == ("en-1",)
    put("bucc2018/de-en.dev.en", "en-1\tAnother.\n")
    with pytest.raises(DataError, match=r"dev\.en: the file is not the one"):
        load_examples(params, out=out, options=RunOptions(data_root=root))


def test_candidates_are_written_by_the_same_step(put, tmp_path) -> None:
    root = _mined(put, "de-1\ten-1\n")
    task = TASKS.get("bucc2018")
    found = find_sources(task, "de", "validation", root, part="candidates")
    assert set(found.digests) == {"bucc2018/de-en.dev.en"}
    params = LoadParams(
        task="bucc2018", language="de", split="validation", part="candidates", sources=found.digests
    )
    load_examples(params, out=tmp_path, options=RunOptions(data_root=root))
    assert [row.texts for row in read_examples(tmp_path)] == [{"text": "One."}]


def test_a_pool_belongs_to_one_split(put) -> None:
    root = _mined(put, "de-1\ten-1\n")
    with pytest.raises(DataError, match="has no such split: 'all'"):
        read_task("bucc2018", "de", "all", root)


def test_gold_that_no_pool_was_read_for_is_not_checked(put) -> None:
    root = _mined(put, "de-1\ten-9\n")
    task = replace(TASKS.get("bucc2018"), candidates=None)
    tasks = TASKS.with_entry("mined", task)
    assert read_task("mined", "de", "validation", root, tasks=tasks)[0].gold_ids == ("en-9",)
