"""Every method learns every kind that can carry it, with equal bytes twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.config.robust import Noisy, robust_of
from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_json
from crosswind.records.codecs import write_examples
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.fine_tune import fine_tune
from crosswind.train.losses import plain_loss
from crosswind.train.params import FineTuneParams
from crosswind.train.robust.table import METHODS, robust_loss
from tests.train.robust.made_up import FIELDS, KINDS, LABELS, noisy, of_kind, toy

PARAMS = FineTuneParams(
    task="toy",
    kind="classification",
    fields=("text",),
    learning_rate=3e-3,
    batch_examples=8,
    max_updates=60,
    max_tokens=64,
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("places")
    tiny_encoder_folder(root / "encoder")
    for kind in KINDS:
        clean = of_kind(toy(60), kind)
        for name, examples in ((kind, clean), (f"{kind} noisy", noisy(clean))):
            (root / name).mkdir()
            write_examples(root / name, examples)
    return root


# Kinds that even the hardest method learns in sixty updates.
QUICK = ("classification", "tagging")


def trained(places: Path, out: Path, method: str, kind: str, **changes) -> dict:
    out.mkdir()
    noise = {"perturbation": "typo", "copies": 2} if METHODS[method].copies else {}
    # Most neighbors of a byte in a random embedding are noise: one is enough to learn against.
    noise = {"copies": 2, "max_neighbors": 1} if method == "synonym_smoothing" else noise
    settings = robust_of({"method": method, **noise, **changes})
    params = replace(
        PARAMS,
        kind=kind,
        fields=FIELDS[kind],
        labels=LABELS[kind],
        robust={"settings": settings.model_dump(mode="json")},
        max_updates=changes.pop("max_updates", 60 if kind in QUICK else 150),
    )
    copies = (places / f"{kind} noisy", places / kind) if isinstance(settings, Noisy) else ()
    return fine_tune(
        params,
        encoder=places / "encoder",
        start=None,
        train=(places / kind,),
        copies=copies,
        validation=(),
        out=out,
        options=RunOptions(device="cpu", threads=1),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_learns_every_kind(places, tmp_path, method, kind):
    summary = trained(places, tmp_path / "out", method, kind)
    curve = read_json(tmp_path / "out" / "checkpoint.json")["training"]["loss_curve"]
    losses = [loss for _, loss in curve]
    assert sum(losses[-10:]) / 10 < 0.6 * sum(losses[:3]) / 3
    if METHODS[method].copies:
        assert summary["n_copies"] == 2
        assert summary["n_changed_in_copies"] >= 40
        assert summary["n_kept_clean_in_copies"] == 0


@pytest.mark.parametrize("method", METHODS)
def test_equal_inputs_give_equal_bytes(places, tmp_path, method):
    for name in ("one", "two"):
        trained(places, tmp_path / name, method, "classification")
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two


def test_smoothing_with_radius_zero_is_plain_training_to_the_bit(places, tmp_path):
    trained(places, tmp_path / "smoothed", "random_smoothing", "classification", radius=0.0)
    (tmp_path / "plain").mkdir()
    fine_tune(
        replace(PARAMS, labels=LABELS["classification"]),
        encoder=places / "encoder",
        start=None,
        train=(places / "classification",),
        copies=(),
        validation=(),
        out=tmp_path / "plain",
        options=RunOptions(device="cpu", threads=1),
    )
    smoothed, plain = (
        (tmp_path / name / "weights.safetensors").read_bytes() for name in ("smoothed", "plain")
    )
    assert smoothed == plain


def test_the_other_epoch_reads_the_other_copy(places, tmp_path):
    # The second copy is the clean text: what differs from plain training is the first epoch alone.
    summary = trained(places, tmp_path / "out", "noise_augmentation", "classification")
    assert summary["n_changed_in_copies"] == 60


def test_without_a_method_the_loss_is_plain():
    assert robust_loss(None) is plain_loss
