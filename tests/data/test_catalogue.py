from pathlib import Path

import pytest

import crosswind.data.tasks
from crosswind.data.catalogue import TASKS
from crosswind.data.task import Task


def test_the_table_is_the_folder() -> None:
    folder = Path(crosswind.data.tasks.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__") == list(
        TASKS.names()
    )


@pytest.mark.parametrize("name", TASKS.names())
def test_every_name_leads_to_a_task(name: str) -> None:
    assert isinstance(TASKS.get(name), Task)
