"""The planner's questions have answers of the declared shape."""

import inspect
from typing import Any

from crosswind.plan.catalogue import Catalogue


def test_the_made_up_catalogue_answers_what_the_planner_asks(catalogue: Any) -> None:
    asked = {
        name: function
        for name, function in inspect.getmembers(Catalogue, inspect.isfunction)
        if not name.startswith("_")
    }
    assert asked
    for name, function in asked.items():
        answer = inspect.signature(getattr(type(catalogue), name))
        assert list(answer.parameters) == list(inspect.signature(function).parameters)
