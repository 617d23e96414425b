"""The table of step kinds."""

import re

import pytest

from crosswind.plan.kinds import KINDS, StepKind
from crosswind.records.versions import CODEC_VERSIONS


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_is_well_formed(kind: StepKind) -> None:
    assert KINDS[kind.name] is kind
    assert kind.version >= 1
    assert kind.artifact in CODEC_VERSIONS
    assert re.fullmatch(r"crosswind(\.[a-z_]+)+:[a-z_]+", kind.target)
    assert set(kind.inputs.values()) <= {"one", "optional", "many"}
    assert "-" not in kind.name
    assert set(kind.together) <= set(kind.inputs)
    assert bool(kind.together) == bool(kind.group_target)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_identity_is_name_version_and_codec(kind: StepKind) -> None:
    assert kind.identity() == {
        "kind": kind.name,
        "version": kind.version,
        "codec": CODEC_VERSIONS[kind.artifact],
    }


def test_every_codec_is_used_by_a_kind() -> None:
    assert {kind.artifact for kind in KINDS.values()} == set(CODEC_VERSIONS)
