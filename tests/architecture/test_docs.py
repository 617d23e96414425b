"""What the documents say is so: blocks are files, commands exist, names lead somewhere."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from crosswind.cli.main import app

BLOCK = re.compile(
    r"^<!-- (?P<path>\S+) -->\n```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
FENCED = re.compile(r"^```[a-z]*\n.*?^```$", re.MULTILINE | re.DOTALL)
# Kind of the block -> the bound that CONTRIBUTING.md promises: fewer lines than this.
BOUNDS = {"tests/data/examples": 40, "tests/noise/examples": 60}
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "GLOSSARY.md",
    "CONTRIBUTING.md",
    "docs/data.md",
    "docs/checkpoints.md",
    "docs/targets.md",
)


@pytest.fixture(scope="module")
def text(root: Path) -> Callable[[str], str]:
    return lambda name: (root / name).read_text("utf-8")


def commands(found: typer.Typer) -> dict[str, set[str]]:
    """Command -> its subcommands."""
    group = typer.main.get_command(found)
    table = group.commands
    return {name: set(getattr(command, "commands", ())) for name, command in table.items()}


def rows(text: str) -> list[list[str]]:
    """Cells of the tables' rows, without heads and rules."""
    lines = [line for line in text.split("\n") if line.startswith("|")]
    rules = [index for index, line in enumerate(lines) if set(line) <= set("|- ")]
    body = [line for index, line in enumerate(lines) if not {index, index + 1} & set(rules)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def test_every_block_with_a_path_is_that_file_and_keeps_its_bound(
    text: Callable[[str], str], root: Path
) -> None:
    contributing = text("CONTRIBUTING.md")
    blocks = {found["path"]: found["code"] for found in BLOCK.finditer(contributing)}
    assert sorted(str(Path(path).parent) for path in blocks) == sorted(BOUNDS)
    assert contributing.count("<!-- ") == len(blocks)
    for path, code in blocks.items():
        assert code == (root / path).read_text("utf-8"), path
        assert code.count("\n") < BOUNDS[str(Path(path).parent)], path
        assert f"`{path}`" in contributing


def test_the_promised_bounds_are_the_tested_ones(text: Callable[[str], str]) -> None:
    heads = re.findall(r"in one file of under (\d+) lines", text("CONTRIBUTING.md"))
    assert [int(number) for number in heads] == list(BOUNDS.values())
    said = re.findall(r"\(under (\d+)( lines)?\)", text("README.md"))
    assert [int(number) for number, _ in said] == list(BOUNDS.values())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_named_exists(text: Callable[[str], str], name: str) -> None:
    known = commands(app)
    document = text(name)
    shell = [
        *re.findall(r"^```sh\n(.*?)^```$", document, re.MULTILINE | re.DOTALL),
        *re.findall(r"`([^`\n]+)`", FENCED.sub("", document)),
    ]
    used = [
        found.split()
        for piece in shell
        for line in piece.split("\n")
        for found in re.findall(r"^\s*crosswind\s+([^#\n]*)", line)
    ]
    assert used or name == "GLOSSARY.md"
    for command, *rest in used:
        assert command in known, command
        if known[command]:
            subcommands = [word for word in rest if word.isalpha()]
            assert subcommands, command
            assert set(subcommands) <= known[command], (command, rest)


def test_every_option_of_the_readme_is_one_of_its_command(text: Callable[[str], str]) -> None:
    table = typer.main.get_command(app).commands
    lines = re.findall(r"^crosswind ([a-z]+)([^#\n]*)", text("README.md"), re.MULTILINE)
    assert len(lines) > 5
    for command, rest in lines:
        known = {option for param in table[command].params for option in param.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= known, command


def test_every_place_in_the_readmes_tables_is_there(text: Callable[[str], str], root: Path) -> None:
    section = text("README.md").partition("## Where things are")[2]
    places = [place for row in rows(section) for place in re.findall(r"`([^`]+/)`", row[0])]
    assert len(places) >= 5
    assert [place for place in places if not (root / place).is_dir()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_and_picture_that_is_named_is_there(
    text: Callable[[str], str], root: Path, name: str
) -> None:
    document = text(name)
    folder = Path(name).parent
    named = {
        *re.findall(r"\b[A-Z]{3,}\.md\b", document),
        *(str(folder / place) for place in re.findall(r"\]\(([^)#:]+)\)", document)),
        *re.findall(r"\b((?:experiments|docs|studies|benchmarks|scripts)/[\w.-]+\.\w+)", document),
    }
    assert [place for place in sorted(named) if not (root / place).exists()] == []


def test_every_module_that_the_architecture_names_is_there(
    text: Callable[[str], str], root: Path, package: Path
) -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[\w.]*)", text("ARCHITECTURE.md")))
    assert named
    of_the_store = {"artifacts/", "damaged/", "logs/", "reports/"}
    for place in named - of_the_store:
        folders = (root, package, package.parent)
        assert any((folder / place).exists() for folder in folders), place


def test_the_list_of_rooms_is_the_folders(text: Callable[[str], str], package: Path) -> None:
    (first, *_) = re.findall(r"^```text\n(.*?)^```$", text("ARCHITECTURE.md"), re.M | re.S)
    listed = [
        room.strip()
        for line in first.strip().split("\n")
        for room in re.split(r"\s{2,}", line)[0].split("|")
    ]
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    assert sorted(listed) == sorted(folders)


def test_the_list_of_rooms_is_the_import_contract(text: Callable[[str], str]) -> None:
    (first, *_) = re.findall(r"^```text\n(.*?)^```$", text("ARCHITECTURE.md"), re.M | re.S)
    drawn = [re.split(r"\s{2,}", line)[0] for line in first.strip().split("\n")]
    contract = text("pyproject.toml").partition("layers = [")[2].partition("]")[0]
    assert drawn == re.findall(r'"([^"]+)"', contract)


def test_every_step_kind_stands_in_the_flow(text: Callable[[str], str]) -> None:
    from crosswind.plan.kinds import KINDS

    flow = re.findall(r"^```text\n(.*?)^```$", text("ARCHITECTURE.md"), re.M | re.S)[1]
    drawn = dict(re.findall(r"^ ([a-z_]+) +([a-z]+) +-> ", flow, re.MULTILINE))
    assert drawn == {name: kind.target.split(".")[1] for name, kind in KINDS.items()}


def test_terms_of_the_glossary_stand_once_and_in_code(
    text: Callable[[str], str], package: Path
) -> None:
    found = [row for row in rows(text("GLOSSARY.md")) if len(row) == 3]
    terms = [row[0] for row in found]
    assert len(terms) > 40
    assert len(set(terms)) == len(terms)
    source = "\n".join(path.read_text("utf-8") for path in sorted(package.rglob("*.py")))
    names = [name for row in found for name in re.findall(r"`([^`]+)`", row[2])]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}", source)] == []


def test_python_blocks_of_the_readme_run(text: Callable[[str], str]) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", text("README.md"), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        names: dict[str, object] = {}
        exec(compile(ast.parse(block), "README.md", "exec"), names)
        assert "p" in names
