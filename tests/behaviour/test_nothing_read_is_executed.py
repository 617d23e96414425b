"""No pickle, no code of others, no path that leaves its folder, no secret that is written down."""

import ast
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crosswind.core.errors import CrosswindError
from crosswind.core.files import read_json
from crosswind.store.store import Store
from crosswind.testing.artifact_readers import READERS
from tests.behaviour.conftest import TinyJourney

PACKAGE = Path(__file__).parents[2] / "src" / "crosswind"
# The kinds of file that the artifacts of a run hold; another one needs a reader that runs nothing.
SUFFIXES = {".parquet", ".json", ".safetensors", ".html", ".svg", ".csv", ".tex"}


class Bomb:
    """Makes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


@pytest.fixture
def bomb(tmp_path: Path) -> tuple[bytes, Path]:
    mark = tmp_path / "executed"
    return pickle.dumps(Bomb(mark)), mark


def test_the_bomb_goes_off_where_it_is_unpickled(bomb: tuple[bytes, Path]) -> None:
    pickle.loads(bomb[0])  # noqa: S301  that is the point
    assert bomb[1].exists()


def test_artifacts_hold_no_other_kinds_of_file(unbroken: Path) -> None:
    files = [path for path in (unbroken / "artifacts").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= SUFFIXES
    assert set(READERS) <= {path.name for path in files}
    assert not [path for path in files if path.read_bytes().startswith((b"\x80", b"PK"))]


@pytest.mark.parametrize("name", READERS)
def test_a_pickle_in_the_place_of_any_artifact_file_is_an_error(
    unbroken: Path, tmp_path: Path, bomb: tuple[bytes, Path], name: str
) -> None:
    source = next((unbroken / "artifacts").rglob(name))
    folder = tmp_path / "artifact"
    shutil.copytree(source.parent, folder)
    (folder / name).write_bytes(bomb[0])
    with pytest.raises(CrosswindError):
        READERS[name](folder)
    assert not bomb[1].exists()


def test_pickles_planted_in_a_store_are_set_aside(
    tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path, bomb: tuple[bytes, Path]
) -> None:
    root = tmp_path / "store"
    shutil.copytree(unbroken, root)
    step_ids = Store(root).step_ids()
    (root / "artifacts" / step_ids[0] / "planted.pkl").write_bytes(bomb[0])
    whole = next(path for path in (root / "artifacts").rglob("predictions.parquet"))
    whole.write_bytes(bomb[0])
    found = {key for key in step_ids if Store(root).damage(key)}
    assert found == {step_ids[0], whole.parent.name}
    for key in found:
        with pytest.raises(CrosswindError, match="damaged"):
            Store(root).open(key)
    assert not bomb[1].exists()


def test_pickles_planted_beside_data_and_weights_are_never_opened(
    tiny_journey: TinyJourney, tmp_path: Path, bomb: tuple[bytes, Path]
) -> None:
    data, encoder = tmp_path / "data", tmp_path / "encoder"
    shutil.copytree(tiny_journey.data, data)
    shutil.copytree(tiny_journey.encoder, encoder)
    for folder in (data, data / "xnli", encoder):
        for name in ("pytorch_model.bin", "x.pkl", "cached.pt", "dataset.npy"):
            (folder / name).write_bytes(bomb[0])
    (encoder / "modeling_x.py").write_text(f"import os; os.mkdir({str(bomb[1])!r})\n", "utf-8")
    text = tiny_journey.file.read_text("utf-8").replace(str(tiny_journey.data), str(data))
    file = tmp_path / "x.toml"
    file.write_text(text.replace(str(tiny_journey.encoder), str(encoder)), "utf-8")
    command = [sys.executable, "-m", "crosswind", "plan", str(file), "--store", str(tmp_path / "s")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not bomb[1].exists()
    (data / "xnli" / "dev-de.tsv").write_bytes(bomb[0])
    more = ["--set", "seeds=[1]", "--threads", "1"]
    done = subprocess.run(
        [*command[:3], "run", *command[4:], *more], capture_output=True, text=True, check=False
    )
    assert done.returncode in {1, 2}
    assert "dev-de.tsv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not bomb[1].exists()


def test_remote_code_is_refused_in_every_call() -> None:
    said = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = {item.arg: item.value for item in node.keywords}
            if "trust_remote_code" in given:
                value = given["trust_remote_code"]
                assert isinstance(value, ast.Constant), path
                assert value.value is False, path
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "from_pretrained":
                said.append(f"{path}:{node.lineno}")
    assert said == [], "calls that do not say trust_remote_code=False"


def test_nothing_loads_with_torch_or_numpy_pickles() -> None:
    said = [
        f"{path}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"torch.load", "np.load", "numpy.load", "torch.hub.load"}
    ]
    assert said == []


def test_no_secret_is_written_down(
    tiny_journey: TinyJourney, unbroken: Path, tmp_path: Path
) -> None:
    secret = "s3cret-7f1c"
    names = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "CROSSWIND_X", "USER")
    store = tmp_path / "store"
    done = subprocess.run(
        [*tiny_journey.command(store), "--set", "seeds=[1]", "--set", "training.max_updates=1"],
        capture_output=True,
        text=True,
        env=os.environ | dict.fromkeys(names, secret) | {"HF_HUB_OFFLINE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = [path for path in store.rglob("*") if path.is_file()]
    assert len(files) > 50
    assert [path for path in files if secret.encode() in path.read_bytes()] == []
    keys = {key for path in files if path.name == "provenance.json" for key in read_json(path)}
    facts = {"started", "seconds", "device", "threads", "engine", "commit", "versions", "machine"}
    assert keys == facts
