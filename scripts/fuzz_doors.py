"""Hand mutated input to every door and see that nothing but results or clear errors comes back.

    python scripts/fuzz_doors.py --door experiment --cases 20000 [--seed 0]

Doors: experiment, overrides, noise, pairs, checkpoint, store, artifacts, archive, json, tasks,
predictions. A case is a well-formed input with one to three changes of bytes, lines or JSON values.
Allowed: an error that names its place, or a result that stands up to the door's own check. Anything
else, and any case of more than 60 seconds, is a fault: it is printed with its number, and the exit
code is 1.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import random
import shutil
import signal
import sys
import tarfile
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

from crosswind.cli.main import exit_code_of
from crosswind.core.errors import CrosswindError
from crosswind.core.files import parse_json, read_json_lines
from crosswind.core.seeds import generator
from crosswind.model.encoders import open_encoder
from crosswind.model.folder import checked_folder
from crosswind.model.tokenise import open_reader
from crosswind.noise.calibrate_read import read_pairs
from crosswind.runner.prepare import prepare
from crosswind.store.store import Store
from crosswind.store.transfer import export_archive, import_artifacts
from crosswind.testing.artifact_readers import READERS
from crosswind.testing.damage import damaged
from crosswind.testing.drills import drill_experiment, start_run, wait_for
from crosswind.testing.official_files import official_files
from crosswind.testing.reader_fuzz import cases, fuzz
from crosswind.testing.score_fuzzing import verdict_on, write_damaged
from crosswind.testing.tiny import tiny_encoder_folder

SECONDS = 60
SHOWN = 20
# Steps. Longer plans are the same grammar, and take seconds each.
SHORT_PLAN = 1000
# One list of errors in so many is calibrated; all are read.
CALIBRATED = 20
# Tries one number; says what came: a word, or "fault: ..." for what must not.
Try = Callable[[random.Random], str]
FIXTURES = Path(__file__).parents[1] / "tests/data/fixtures"
_SETS = (
    *("seeds=[1,2]", "noise.severities=[1,5]", "training.learning_rate=1e-3", "data.root=../x"),
    *("arms[0].name=none", "targets[0].languages=['en','de']", "training.max_updates=5"),
    *("targets[0].training={ selection = 'last_update' }", "name=x", "encoder.revision=main"),
)
_LINES = (
    *("Das Wetter ist schön.\n", '{"id": "1", "text": "abc def", "spans": [[0, 3]]}\n'),
    *('{"words": ["ein", "Wort"]}\n', "नमस्ते दुनिया\r\n", "你好，世界", '{"text": "a"}\n', "\n"),
    *('{"id": 7, "text": "https://a.b/c 12,5 kg 👩‍👧"}\n', "don't 3.5\u2028kg\n"),
)
_PAIRS = {
    "a.tsv": "teh\tthe\nrecieve\treceive\nwierd day\tweird day\n",
    "a.natural": "the teh hte\nreceive recieve\n",
    "a.json": '{"the": ["teh", "hte"], "recieve": "receive"}',
    "a.conllu": "# x\n1\tteh\tthe\tDET\t_\tTypo=Yes\t2\tdet\t_\tCorrectForm=the\n"
    "2\tday\tday\tNOUN\t_\t_\t0\troot\t_\t_\n\n",
}


_ODD_NAMES = (
    *("../x", "/nowhere/x", "a/../../x", ".", "", "artifacts/x", "\udce9"),
    "artifacts/score-v1-0/../../../x",
)
_KINDS = (*[tarfile.REGTYPE] * 4, b"1", b"2", b"3", b"5", b"6", b"S")


class SlowError(BaseException):
    """A case that does not end; no handler of ours may catch it."""


def _slow(number: int, frame: FrameType | None) -> None:
    raise SlowError


def _said(arguments: list[str]) -> tuple[int, str]:
    """Exit code and standard error of a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = exit_code_of(arguments)
    return code, err.getvalue()


def _verdict(code: int, said: str, place: str) -> str:
    if code == 0:
        return "taken"
    is_clear = code == 2 and said.startswith("crosswind: ") and place in said
    return "refused" if is_clear else f"fault: exit code {code} and {said[:300]!r}"


def experiment(folder: Path) -> Try:
    """A mutated experiment file, tiny or shipped with a short plan, planned."""
    whole = drill_experiment(folder / "whole").read_bytes()
    found = sorted((Path(__file__).parents[1] / "experiments").glob("*.toml"))
    shipped = [path.read_bytes() for path in found if len(prepare(str(path)).plan) < SHORT_PLAN]
    file = folder / "x.toml"

    def case(dice: random.Random) -> str:
        file.write_bytes(damaged(dice.choice([whole, whole, *shipped]), dice))
        return _verdict(*_said(["plan", str(file), "--json", "--store", str(folder / "s")]), "")

    return case


def overrides(folder: Path) -> Try:
    """A mutated `--set`."""
    file = str(drill_experiment(folder / "whole"))

    def case(dice: random.Random) -> str:
        changes = []
        for _ in range(dice.choice((1, 1, 2))):
            text = damaged(dice.choice(_SETS).encode(), dice).decode("utf-8", "replace")
            changes += ["--set", text.replace("\0", "")[:5000]]
        return _verdict(*_said(["plan", file, "--store", str(folder / "s"), *changes]), "")

    return case


def noise(folder: Path) -> Try:
    """Mutated lines through the filter: as many lines come out, with their ids and line ends."""
    source, target = folder / "in", folder / "out"

    def case(dice: random.Random) -> str:
        lines = [dice.choice(_LINES) for _ in range(dice.randint(1, 6))]
        if dice.random() < 0.6:
            lines = [line for line in _LINES if line.startswith("{")][: dice.randint(1, 4)]
        source.write_bytes(damaged("".join(lines).encode(), dice))
        words = ["--language", dice.choice(("de", "en", "hi", "zh"))]
        words += ["--severity", str(dice.randint(0, 5)), "--in", str(source), "--out", str(target)]
        kind = dice.choice(("typo", "case", "space", "truncate", "punct_drop"))
        code, said = _said(["noise", "--perturbation", kind, *words])
        if code:
            supported = "" if "language" in said or "support" in said else str(source)
            return _verdict(code, said, supported)
        return _same_lines(source.read_bytes(), target.read_bytes())

    return case


def _same_lines(before: bytes, after: bytes) -> str:
    old, new = before.split(b"\n"), after.split(b"\n")
    if len(old) != len(new):
        return f"fault: {len(old)} lines became {len(new)}"
    for given, got in zip(old, new, strict=True):
        if given.endswith(b"\r") != got.endswith(b"\r"):
            return "fault: another line end"
    first = next((line for line in old if line.strip()), b"")
    # Brackets by the thousand are no JSON for the filter either.
    with contextlib.suppress(ValueError, RecursionError):
        if first.lstrip().startswith(b"{") and json.loads(first).keys() & {"text", "words"}:
            for given, got in zip(old, new, strict=True):
                if given and json.loads(given).get("id") != json.loads(got).get("id"):
                    return "fault: another id"
    return "taken"


def pairs(folder: Path) -> Try:
    """A mutated list of errors, read, and now and then calibrated."""

    def case(dice: random.Random) -> str:
        name = dice.choice(sorted(_PAIRS))
        file = folder / name
        file.write_bytes(damaged(_PAIRS[name].encode(), dice))
        if dice.randrange(CALIBRATED):
            try:
                read_pairs(file)
            except CrosswindError as error:
                return _clear(error)
            return "taken"
        arguments = ["calibrate", str(file), "--language", "en", "--json"]
        return _verdict(*_said(arguments), str(file))

    return case


def checkpoint(folder: Path) -> Try:
    """A mutated encoder folder: checked, and opened if it passes."""
    whole = tiny_encoder_folder(folder / "whole")
    files = {path.name: path.read_bytes() for path in whole.iterdir()}
    # The header of the weights is what is believed of them.
    start = 8 + int.from_bytes(files["model.safetensors"][:8], "little")
    place = folder / "mutated"
    place.mkdir()

    def case(dice: random.Random) -> str:
        name = dice.choice(sorted(files))
        for other, payload in files.items():
            (place / other).write_bytes(payload)
        payload = files[name]
        if name == "model.safetensors" and dice.random() < 0.8:
            payload = damaged(payload[:start], dice) + payload[start:]
        else:
            payload = damaged(payload, dice)
        (place / name).write_bytes(payload)
        try:
            checked_folder(place, inside=place, place="encoder.name")
            open_reader(place, f"{dice.random()}").cut(["the fog"])
            open_encoder(place)
        except CrosswindError as error:
            return _clear(error)
        return "taken"

    return case


def _clear(error: CrosswindError) -> str:
    helps = error.place and (error.allowed or error.action)
    return "refused" if helps else f"fault: an error that does not help: {error}"


def _whole_store(folder: Path) -> Path:
    """A store of one unbroken run, made in a process of its own."""
    file = drill_experiment(folder / "whole")
    assert wait_for(start_run(file, folder / "store", folder / "diary")) == 0
    return file


def store(folder: Path) -> Try:
    """A mutated file of a store: found as damage, and no command falls over it."""
    file = _whole_store(folder)
    root = folder / "store"
    artifacts = sorted((root / "artifacts").iterdir())
    shutil.copytree(root / "artifacts", folder / "kept")
    commands = (
        ["store", "list", "--json"],
        ["plan", str(file), "--json"],
        ["explain", str(file), artifacts[0].name],
        ["doctor", "--offline", "--json"],
    )

    def case(dice: random.Random) -> str:
        path = dice.choice([p for p in dice.choice(artifacts).rglob("*") if p.is_file()])
        if dice.random() < 0.02:
            path = root / "crosswind-store.json"
        payload = path.read_bytes()
        changed = damaged(payload, dice)
        path.unlink()
        path.write_bytes(changed)
        try:
            if path.parent != root and changed != payload:
                step_id = path.relative_to(root / "artifacts").parts[0]
                if not Store(root).damage(step_id):
                    return f"fault: {path.name} was changed and nothing was found"
            # The others take ten times as long, and read the same files.
            command = commands[0] if dice.random() < 0.8 else dice.choice(commands)
            code, said = _said([*command, "--store", str(root)])
            if command[0] == "doctor" and code in {0, 1}:
                return "taken"
            return _verdict(code, said, "")
        finally:
            # A command that reads a damaged artifact sets it aside.
            for one in artifacts:
                if not one.exists():
                    shutil.copytree(folder / "kept" / one.name, one)
            path.write_bytes(payload)

    return case


def artifacts(folder: Path) -> Try:
    """A mutated file of an artifact whose manifest agrees with it: every reader of it."""
    _whole_store(folder)
    files = [p for p in (folder / "store" / "artifacts").rglob("*") if p.name in READERS]
    place = folder / "mutated"

    def case(dice: random.Random) -> str:
        name = dice.choice(sorted(READERS))
        path = dice.choice([path for path in files if path.name == name])
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for other in path.parent.iterdir():
            if other.name in READERS and other != path:
                shutil.copyfile(other, place / other.name)
        (place / name).write_bytes(damaged(path.read_bytes(), dice))
        try:
            READERS[name](place)
        except CrosswindError as error:
            return _clear(error)
        return "taken"

    return case


def archive(folder: Path) -> Try:
    """A mutated archive, imported: whatever is visible afterwards is whole."""
    made = Store(folder / "made")
    for number in range(3):
        with made.draft() as draft:
            (draft / "a.bin").write_bytes(generator(number, "bytes").bytes(300))
            step = {"kind": "score", "params": {"n": number}, "inputs": {}}
            made.commit(draft, f"score-v1-{number}", step, summary={}, provenance={})
    payloads = []
    for name in ("a.tar", "a.tgz"):
        export_archive(made, made.step_ids(), folder / name)
        payloads.append((folder / name).read_bytes())
    contents = {key: made.manifest(key) for key in made.step_ids()}
    file, target = folder / "mutated.tar", folder / "target"

    def case(dice: random.Random) -> str:
        file.write_bytes(_renamed(payloads[0], dice) or damaged(dice.choice(payloads), dice))
        shutil.rmtree(target, ignore_errors=True)
        place = Store(target)
        verdict = "taken"
        try:
            found = import_artifacts(file, place, lambda _: "own")
            verdict = "refused" if found.refused else "taken"
        except CrosswindError as error:
            verdict = _clear(error)
        for key in place.step_ids():
            if place.damage(key) or place.manifest(key) != contents.get(key):
                return f"fault: {key} is visible and not what was sent"
        strangers = {path.name for path in folder.iterdir()} - known
        return f"fault: {strangers} came out of the archive" if strangers else verdict

    known = {path.name for path in folder.iterdir()} | {"mutated.tar", "target"}
    return case


def _renamed(payload: bytes, dice: random.Random) -> bytes | None:
    """The archive with a member of another name or kind, now and then."""
    if dice.random() < 0.5:
        return None
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(payload)) as old,
        tarfile.open(fileobj=out, mode="w") as new,
    ):
        members = old.getmembers()
        chosen = dice.randrange(len(members))
        for number, member in enumerate(members):
            content = old.extractfile(member)
            if number == chosen:
                member.name = dice.choice((*_ODD_NAMES, member.name))
                member.type = dice.choice(_KINDS)
                member.linkname = dice.choice(("", "../x", "/etc/passwd"))
            new.addfile(member, content)
    return out.getvalue()


def any_json(folder: Path) -> Try:
    """Mutated JSON, and JSON lines."""
    document = json.dumps(
        {"id": "1", "data": [{"text": "ü", "n": 1.5, "deep": [[1], None]}], "é": "\u2028"}
    ).encode()
    file = folder / "x.jsonl"

    def case(dice: random.Random) -> str:
        payload = damaged(document if dice.random() < 0.5 else document + b"\n" + document, dice)
        file.write_bytes(payload)
        try:
            for _, value in read_json_lines(file):
                json.dumps(value, ensure_ascii=False).encode()
            parse_json(payload.decode("utf-8", "replace"), place="x")
        except CrosswindError as error:
            return _clear(error)
        return "taken"

    return case


def tasks(folder: Path) -> Try:
    """A mutated task file of any task; `scripts/fuzz_readers.py` covers each one evenly."""
    found = list(cases(FIXTURES))

    def case(dice: random.Random) -> str:
        chosen = dice.choice(found)
        scratch = folder / chosen.task
        scratch.mkdir(exist_ok=True)
        tally = fuzz(chosen, 1, scratch, seed=dice.randrange(1 << 40))
        if tally.faults:
            return f"fault: {tally.faults[0]}"
        return "refused" if tally.n_refused else "taken"

    return case


def predictions(folder: Path) -> Try:
    """A mutated prediction or gold file; `scripts/fuzz_scores.py` covers each task evenly."""
    logging.getLogger("crosswind").setLevel(logging.CRITICAL)

    def case(dice: random.Random) -> str:
        chosen = dice.choice(official_files(dice))
        place = folder / "files"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        write_damaged(chosen, place, dice)
        found = verdict_on(chosen, place)
        if found.is_fault:
            return f"fault: {chosen.task}: {found}"
        return "refused" if found.what == "error" else "taken"

    return case


DOORS: dict[str, Callable[[Path], Try]] = {
    "json": any_json,
    **{
        door.__name__: door
        for door in (
            *(experiment, overrides, noise, pairs, checkpoint),
            *(store, artifacts, archive, tasks, predictions),
        )
    },
}


def verdicts(door: str, numbers: range, seed: int, folder: Path) -> Iterator[tuple[int, str]]:
    """What came of each number."""
    attempt = DOORS[door](folder)
    signal.signal(signal.SIGALRM, _slow)
    for number in numbers:
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            found = attempt(random.Random(f"{seed} {door} {number}"))
        except SlowError:
            found = f"fault: more than {SECONDS} s: {traceback.format_exc(limit=-4)}"
        except Exception:  # noqa: BLE001  this is what is looked for
            found = f"fault: {traceback.format_exc(limit=-5)}"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        yield number, found


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--door", choices=DOORS, required=True)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    came: Counter[str] = Counter()
    faults = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        numbers = range(asked.first, asked.first + asked.cases)
        for number, found in verdicts(asked.door, numbers, asked.seed, Path(name)):
            came[found.partition(":")[0]] += 1
            if found.startswith("fault"):
                faults.append(f"case {number}: {found}")
    print(*faults[:SHOWN], sep="\n")
    told = ", ".join(f"{n} {what}" for what, n in sorted(came.items()))
    seconds = time.perf_counter() - began
    print(
        f"{asked.door}: {came.total()} mutated inputs: {told}; {len(faults)} faults in "
        f"{seconds:.0f} s (seed {asked.seed})"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
