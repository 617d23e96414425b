"""Nothing a user hands us produces a traceback, and nothing is half-written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.behaviour.conftest import TinyJourney


def crosswind(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crosswind", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def broken(tiny_journey: TinyJourney, tmp_path: Path) -> TinyJourney:
    """A copy of the journey whose files a test may break."""
    copy = object.__new__(TinyJourney)
    copy.folder = tmp_path
    copy.encoder = tiny_journey.encoder
    copy.data = tmp_path / "data"
    shutil.copytree(tiny_journey.data, copy.data)
    copy.file = tmp_path / "tiny.toml"
    text = tiny_journey.file.read_text("utf-8").replace(str(tiny_journey.data), str(copy.data))
    copy.file.write_text(text, "utf-8")
    return copy


def refused(done: subprocess.CompletedProcess[str], *words: str, code: int = 2) -> None:
    assert done.returncode == code, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr, (word, done.stderr)


def test_all_mistakes_of_a_file_at_once(broken: TinyJourney) -> None:
    text = broken.file.read_text("utf-8")
    text = text.replace('languages = ["en", "ru"]', 'langages = ["en", "ru"]')
    text = text.replace('task = "tatoeba"', 'task = "tatoeva"')
    text = text.replace('"de", "ru", "ar"]\nevaluation', '"de", "swa-hili"]\nevaluation')
    text = text.replace("severities = [3, 5]", "severities = [3, 9]")
    broken.file.write_text(text, "utf-8")
    done = broken.run(broken.folder / "store")
    refused(
        done,
        "langages",
        "Did you mean 'languages'",
        "tatoeva",
        "Did you mean 'tatoeba'",
        "swa-hili",
        "targets[0].languages[2]",
        "severities[1]",
        f"{broken.file}:",
    )
    assert len(done.stderr.strip().split("\n")) == 4
    assert not (broken.folder / "store").exists()


def test_a_missing_data_file(broken: TinyJourney) -> None:
    (broken.data / "xnli" / "dev-ru.tsv").unlink()
    done = broken.run(broken.folder / "store")
    refused(done, "dev-ru.tsv", str(broken.data))


def test_a_malformed_data_file_fails_its_steps_and_no_others(broken: TinyJourney) -> None:
    path = broken.data / "xnli" / "dev-ru.tsv"
    lines = path.read_text("utf-8").split("\n")
    lines[4] = "only one column"
    path.write_text("\n".join(lines), "utf-8")
    done = broken.run(broken.folder / "store")
    refused(done, "dev-ru.tsv:5", "retry: crosswind run", code=1)
    kept = list((broken.folder / "store" / "artifacts").glob("score-*"))
    assert kept, "the other languages are scored"


def test_a_doubled_id(broken: TinyJourney) -> None:
    path = broken.data / "xquad" / "xquad.ru.json"
    document = json.loads(path.read_text("utf-8"))
    questions = document["data"][0]["paragraphs"]
    questions[1]["qas"][0]["id"] = questions[0]["qas"][0]["id"]
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    refused(broken.run(broken.folder / "store"), "xquad.ru.json", code=1)


def test_a_folder_that_is_no_store(broken: TinyJourney) -> None:
    refused(broken.run(broken.data), "neither empty nor a store")


def test_a_missing_encoder(broken: TinyJourney) -> None:
    text = broken.file.read_text("utf-8").replace(str(broken.encoder), "e5-smal-q4")
    broken.file.write_text(text, "utf-8")
    refused(broken.run(broken.folder / "store"), "e5-smal-q4", "e5-small-q4")


def test_pickled_weights_are_refused(broken: TinyJourney) -> None:
    folder = broken.folder / "pickled"
    shutil.copytree(broken.encoder, folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    text = broken.file.read_text("utf-8").replace(str(broken.encoder), str(folder))
    broken.file.write_text(text, "utf-8")
    refused(broken.run(broken.folder / "store"), "pytorch_model.bin", "safetensors")


def test_a_full_disk_stops_cleanly(broken: TinyJourney) -> None:
    """A file size limit makes every large write fail, as a full disk does."""
    store = broken.folder / "store"
    script = (
        "import errno, pathlib, sys\n"
        "from crosswind.cli.main import exit_code_of\n"
        "from crosswind.store import seal as room\n"
        "def full(draft, step_id, step):\n"
        "    raise OSError(errno.ENOSPC, 'No space left on device', str(draft))\n"
        "room.describe = full\n"
        f"sys.exit(exit_code_of(['run', {str(broken.file)!r}, '--store', {str(store)!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    refused(done, "the disk is full")
    assert not list((store / ".drafts").glob("*"))
    assert not list((store / "artifacts").glob("*"))


def test_a_missing_package_is_named(broken: TinyJourney) -> None:
    script = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from crosswind.cli.main import exit_code_of\n"
        f"sys.exit(exit_code_of(['run', {str(broken.file)!r}, '--store', "
        f"{str(broken.folder / 'store')!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    refused(done, "the package 'torch' is not installed", "pip install 'crosswind[train]'", code=1)


@pytest.mark.parametrize(
    ("arguments", "stdin", "word"),
    [
        (("run", "no-such.toml"), "", "no such experiment file"),
        (("plan", "quickstar"), "", "Did you mean 'quickstart'"),
        (("tasks", "xnlI"), "", "Did you mean 'xnli'"),
        (("noise", "--language", "de", "--perturbation", "tipo", "--severity", "1"), "a\n", "typo"),
        (("noise", "--language", "de", "--perturbation", "typo", "--severity", "6"), "a\n", "6"),
        (
            ("noise", "--language", "xx-yy-zz", "--perturbation", "typo", "--severity", "1"),
            "a\n",
            "language",
        ),
        (
            ("noise", "--language", "de", "--perturbation", "typo", "--severity", "1"),
            '{"text": "a"}\n{"txt": 1}\n',
            ":2",
        ),
        (
            ("noise", "--language", "de", "--perturbation", "typo", "--severity", "1"),
            '{"text": "abc", "spans": [[2, 9]]}\n',
            "span",
        ),
        (
            (
                "score",
                "--task",
                "xnli",
                "--language",
                "en",
                "--gold",
                "none",
                "--predictions",
                "none",
            ),
            "",
            "none",
        ),
        (("store", "list", "--store", "nowhere"), "", "there is no store"),
    ],
)
def test_command_lines(arguments: tuple[str, ...], stdin: str, word: str) -> None:
    refused(crosswind(*arguments, stdin=stdin), word)
