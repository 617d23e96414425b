"""What goes together between machines: a step or an experiment, with all ancestors."""

import json
from pathlib import Path
from typing import Any

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.core.errors import ConfigError, StoreError
from crosswind.plan.steps import Step, make_step
from crosswind.runner.exchange import ancestors, export, recipe_verdict, take_in
from crosswind.store.manifest import Manifest
from crosswind.store.store import Store

NOTHING: dict[str, Any] = {"tuning_examples": None, "tuning_predictions": None}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(store: Store, step: Step) -> str:
    recipe = {"kind": step.kind, "params": dict(step.params), "inputs": dict(step.inputs)}
    with store.draft() as draft:
        (draft / "a.txt").write_text("x", "utf-8")
        store.commit(draft, step.step_id, recipe, summary={}, provenance={})
    return step.step_id


@pytest.fixture
def chain(store: Store) -> list[str]:
    """Two example sets, predictions of the first, their scores."""
    first, other = (make_step("load_examples", {"n": number}, {}) for number in (1, 2))
    encoder = make_step("load_encoder", {}, {})
    predicted = make_step(
        "predict",
        {"max_tokens": 8},
        {
            "encoder": encoder.step_id,
            "checkpoint": None,
            "examples": first.step_id,
            "candidates": (first.step_id,),
        },
    )
    scored = make_step(
        "score", {}, {"examples": first.step_id, "predictions": predicted.step_id, **NOTHING}
    )
    return [put(store, step) for step in (first, encoder, predicted, scored, other)]


def test_ancestors_come_first_and_once(store: Store, chain: list[str]) -> None:
    found = ancestors(chain[3], store)
    assert sorted(found) == sorted(chain[:4])
    assert found[-1] == chain[3]
    assert found.index(chain[0]) < found.index(chain[2])


def test_a_step_goes_with_all_it_was_made_from(
    store: Store, chain: list[str], tmp_path: Path
) -> None:
    digest = chain[3].rpartition("-")[2]
    outcome, lacking = export(digest[:12], store, tmp_path / "x.tar")
    assert sorted(outcome.arrived) == sorted(chain[:4])
    assert lacking == []
    other = Store(tmp_path / "other")
    assert sorted(take_in(tmp_path / "x.tar", other).arrived) == sorted(chain[:4])
    assert other.manifest(chain[3]) == store.manifest(chain[3])


def test_what_was_swept_is_told(store: Store, chain: list[str], tmp_path: Path) -> None:
    store.set_aside(chain[0])
    outcome, lacking = export(chain[3], store, tmp_path / "x")
    assert lacking == [chain[0]]
    assert len(outcome.arrived) == 3


def test_names_that_are_nothing(store: Store, chain: list[str], tmp_path: Path) -> None:
    for name in ("scor-v1", "load_examples", ""):
        with pytest.raises(ConfigError) as caught:
            export(name, store, tmp_path / "x")
        assert caught.value.allowed
    with pytest.raises(StoreError, match="nothing of it is in the store"):
        export("quickstart", store, tmp_path / "x", ["data.offline=true"])
    assert not (tmp_path / "x").exists()


def test_the_id_is_the_digest_of_the_recipe(store: Store, chain: list[str]) -> None:
    found = store.manifest(chain[0])
    assert found is not None
    assert recipe_verdict(found) == "own"

    def verdict(step_id: str = found.step_id, **changes: Any) -> str:
        step = {**found.step, **changes}
        return recipe_verdict(
            Manifest(step_id=step_id, step=step, files={}, content_digest=found.content_digest)
        )

    assert verdict(params={"n": 3}) == "wrong"
    assert verdict(params=3) == "wrong"
    assert verdict(params={"n": float("nan")}) == "wrong"
    assert verdict(inputs={"a": "b"}) == "wrong"
    assert verdict(found.step_id.replace("-v", "-v99")) == "foreign"
    assert verdict("brew-v1-00") == "foreign"
    assert verdict(found.step_id[:-1] + "x") == "wrong"


def test_on_the_command_line(
    store: Store, chain: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, out = str(store.layout.root), str(tmp_path / "x.tgz")
    assert exit_code_of(["store", "export", chain[3], out, "--store", root, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert sorted(said["arrived"]) == sorted(chain[:4])
    assert said["not_in_the_store"] == []
    other = str(tmp_path / "other")
    assert exit_code_of(["store", "import", out, "--store", other]) == 0
    assert "4 artifacts arrived" in capsys.readouterr().out
    assert exit_code_of(["store", "import", out, "--store", other, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["kept"]) == 4
    assert exit_code_of(["store", "export", chain[3], out, "--store", root]) == 2
    assert "something of this name" in capsys.readouterr().err


def test_a_refused_artifact_is_exit_code_2(
    store: Store, chain: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (store.layout.artifact(chain[0]) / "a.txt").write_text("y", "utf-8")
    arguments = ["store", "import", str(store.layout.root), "--store", str(tmp_path / "other")]
    assert exit_code_of(arguments) == 2
    said = capsys.readouterr()
    assert "4 artifacts arrived" in said.out
    assert chain[0] in said.err
    assert "Traceback" not in said.err
