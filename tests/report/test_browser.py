"""The page in a real browser: no console error, filters at work, nothing asked of a network."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-logging=stderr", "--v=0", "--window-size=390,844",
)  # fmt: skip


@pytest.fixture
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    return path


def dump(chromium: str, page: Path, profile: Path) -> tuple[str, list[str]]:
    """The document after its scripts ran, and what the console said."""
    shown = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, encoding="utf-8", timeout=90, check=True,
    )  # fmt: skip
    return shown.stdout, re.findall(r"^.*CONSOLE.*$", shown.stderr, flags=re.M)


def test_the_console_is_silent_and_the_filters_work(
    chromium: str, quickstart: Path, tmp_path: Path
) -> None:
    document, console = dump(chromium, quickstart / "report.html", tmp_path / "profile")
    assert console == []
    cards = re.findall(r'<article class="ex"[^>]*>', document)
    assert len(cards) > 100
    visible = [card for card in cards if "hidden" not in card]
    assert len(visible) == 8
    assert all("data-flipped" in card for card in visible)
    assert re.search(r"<output[^>]*>8 of \d+ shown</output>", document)
    assert not re.search(r'<span class="get script-only" hidden', document)


def test_a_console_error_would_be_seen(chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!DOCTYPE html><script>nowhere()</script>", encoding="utf-8")
    _, console = dump(chromium, page, tmp_path / "profile")
    assert any("nowhere is not defined" in line for line in console)


def test_no_other_script_may_run(chromium: str, quickstart: Path, tmp_path: Path) -> None:
    page = tmp_path / "changed.html"
    text = (quickstart / "report.html").read_text("utf-8")
    intruder = '<script>document.title = "taken"</script></main>'
    page.write_text(text.replace("</main>", intruder), encoding="utf-8")
    document, console = dump(chromium, page, tmp_path / "profile")
    assert "<title>taken" not in document
    assert any("Content Security Policy" in line for line in console)
