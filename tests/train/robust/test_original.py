"""Rows by example, whatever number of rows an example has."""

import pytest

from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.robust.original import grouped
from tests.train.robust.made_up import KINDS, of_kind, reader, rules, toy


@pytest.mark.parametrize("max_tokens", [64, 12])
@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_grouped_by_their_example(tmp_path, kind, max_tokens):
    read, how = reader(tmp_path), rules(kind, max_tokens)
    examples = of_kind(toy(20), kind)
    rows = OBJECTIVES[kind].read(examples, how, read).rows
    groups = grouped(rows, examples, rules=how, reader=read)
    assert len(groups) == len(examples)
    assert all(groups)
    assert tuple(row for group in groups for row in group) == tuple(rows)
