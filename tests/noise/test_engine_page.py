"""The page about the engine: its examples run, and what it names is there."""

import re
from pathlib import Path

import crosswind as cw

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/noise-engine.md").read_text("utf-8")


def test_the_first_example_runs():
    texts, ids = ["Das Wetter ist schön.", "Ein Hund."], ["0", "1"]
    code = re.search(r"```python\n(import crosswind.*?)```", PAGE, re.DOTALL)[1]
    names: dict[str, object] = {"texts": texts, "ids": ids}
    exec(code.replace("data.map(noise", "dict(noise=noise"), names)
    assert isinstance(names["one"], tuple)
    assert names["noise"]({"premise": texts}, [0, 1])["premise"]
    assert (
        names["one"].spans
        == cw.perturb(
            texts[0], language="de", perturbation="typo", severity=3, spans=[(4, 10)]
        ).spans
    )


def test_files_and_examples_that_are_named_are_there():
    files = set(re.findall(r"`(\w+\.py)`", PAGE))
    assert len(files) > 10
    places = [ROOT / "src/crosswind/noise", ROOT / "tests/noise/examples"]
    missing = [name for name in files if not any((place / name).exists() for place in places)]
    assert missing == []
    for script in re.findall(r"`python (scripts/\w+\.py)`", PAGE):
        assert (ROOT / script).exists()
