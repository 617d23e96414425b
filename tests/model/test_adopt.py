from pathlib import Path

import pytest
import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError, EncoderError
from crosswind.model.adopt import AdoptParams, adopt_checkpoint
from crosswind.model.checkpoint import open_model
from crosswind.model.heads import WholeModel
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import encoder_source
from tests.model.adopted_folders import adopted_folder

LABELS = ("NEUTRAL", "ENTAILMENT", "CONTRADICTION")
OURS = ("neutral", "entailment", "contradiction")


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A model as the load_encoder step leaves it."""
    made = adopted_folder(tmp_path / "theirs", "XLMRoberta", "pair_classification", LABELS)
    source = encoder_source(str(made), offline=True)
    params = LoadEncoderParams(name=str(made), revision="", source=source.as_params())
    out = tmp_path / "loaded"
    out.mkdir()
    load_encoder(params, out=out, options=RunOptions())
    return out


def adopt(loaded: Path, out: Path, labels: tuple[str, ...] = OURS) -> dict[str, object]:
    out.mkdir()
    params = AdoptParams(
        kind="pair_classification",
        architecture="XLMRobertaForSequenceClassification",
        labels=labels,
    )
    return adopt_checkpoint(params, encoder=loaded, out=out, options=RunOptions())


def test_the_artifact_is_a_record_that_opens_as_a_checkpoint(loaded: Path, tmp_path: Path) -> None:
    summary = adopt(loaded, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["checkpoint.json"]
    opened = open_model(loaded, tmp_path / "out")
    assert opened.record is not None
    assert (opened.record.kind, opened.record.labels) == ("pair_classification", OURS)
    assert isinstance(opened.model.head, WholeModel)
    assert len(opened.changed_rows.rows) == 0
    # Two dense layers: 32 * 32 + 32, and 32 * 3 + 3.
    assert summary["n_outputs"] == 3
    assert summary["n_parameters_of_the_head"] == 1155


def test_equal_params_give_equal_bytes(loaded: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        adopt(loaded, tmp_path / name)
    one, two = ((tmp_path / name / "checkpoint.json").read_bytes() for name in ("one", "two"))
    assert one == two


def test_an_opened_checkpoint_gives_the_same_numbers_each_time(
    loaded: Path, tmp_path: Path
) -> None:
    adopt(loaded, tmp_path / "out")
    ids = torch.arange(3, 40).unsqueeze(0)
    keep = torch.ones_like(ids, dtype=torch.bool)
    with torch.inference_mode():
        one, two = (
            open_model(loaded, tmp_path / "out").model.eval()(ids, keep, None) for _ in range(2)
        )
    assert torch.equal(one, two)


def test_labels_must_be_as_many_as_the_outputs(loaded: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="the head has 3 outputs") as caught:
        adopt(loaded, tmp_path / "out", labels=("a", "b"))
    assert "labels = [...]" in caught.value.action
    assert list((tmp_path / "out").iterdir()) == []


def test_a_record_of_another_model_is_refused(loaded: Path, tmp_path: Path) -> None:
    adopt(loaded, tmp_path / "out")
    other = adopted_folder(tmp_path / "other", "Bert", "pair_classification", LABELS)
    with pytest.raises(DataError, match="another encoder"):
        open_model(other, tmp_path / "out")
