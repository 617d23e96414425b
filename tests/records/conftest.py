"""What holds for every record."""

import dataclasses
from collections.abc import Callable

import pytest


@pytest.fixture
def check_record() -> Callable[[type], None]:
    """Check that a record is a fact: frozen, slotted, keyword-only and documented by hand."""

    def check(record: type) -> None:
        assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert "__slots__" in vars(record)
        assert all(field.kw_only for field in dataclasses.fields(record))
        assert (record.__doc__ or "").strip()
        assert not (record.__doc__ or "").startswith(f"{record.__name__}(")

    return check
