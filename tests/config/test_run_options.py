"""Names of devices, by their spelling."""

import pytest

from crosswind.config.run_options import require_device_name
from crosswind.core.errors import DeviceError


@pytest.mark.parametrize("name", ["auto", "cpu", "mps", "cuda", "cuda:0", "cuda:12"])
def test_a_device_is_known_by_its_spelling(name: str) -> None:
    require_device_name(name)


@pytest.mark.parametrize(
    ("name", "nearest"), [("cud", "cuda"), ("cuda:01", "cuda"), ("gpuu", ""), ("cpu\n", "cpu")]
)
def test_another_spelling_is_refused_with_a_near_name_if_there_is_one(
    name: str, nearest: str
) -> None:
    with pytest.raises(DeviceError) as told:
        require_device_name(name)
    assert told.value.nearest == nearest
