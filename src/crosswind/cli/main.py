"""The command table, and the one place where errors become exit codes."""

import errno
import logging
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from io import TextIOWrapper
from types import FrameType
from typing import Annotated, TextIO

import typer
from typer.exceptions import Abort, Exit, TyperException

from crosswind import __version__
from crosswind.cli.commands import (
    calibrate,
    catalogue,
    export,
    inspect,
    noise,
    release,
    report,
    run,
    score,
    store,
    tasks,
    upkeep,
)
from crosswind.cli.encoding import is_utf_8
from crosswind.core.errors import CrosswindError

INTERRUPTED = 130
_KEEPING = {"run", "release"}
# What the user's disk and folders can refuse; any other is an error of ours.
_OF_THE_FILE_SYSTEM = {
    errno.ENOSPC,
    errno.EACCES,
    errno.EROFS,
    errno.ENOENT,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EIO,
    errno.EFBIG,
    errno.EDQUOT,
    errno.ENAMETOOLONG,
    errno.ELOOP,
}

app = typer.Typer(
    name="crosswind",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Does an English intermediate task steady zero-shot cross-lingual transfer, "
    "and does the gain hold when the input is noisy?",
)


def _tell_version(is_asked: bool) -> None:  # noqa: FBT001  called by typer
    if is_asked:
        print(f"crosswind {__version__}")
        raise Exit


@app.callback(no_args_is_help=True)
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Tell the version."),
    ] = False,
) -> None:
    pass


app.command("run")(run.run)
app.command("plan")(inspect.plan)
app.command("explain")(inspect.explain)
app.command("report")(report.report)
app.add_typer(store.app, name="store")
app.command("tasks")(tasks.tasks)
app.command("perturbations")(catalogue.perturbations)
app.command("encoders")(catalogue.encoders)
app.command("noise")(noise.noise)
app.command("calibrate")(calibrate.calibrate)
app.command("release")(release.release)
app.command("export")(export.export)
app.command("score")(score.score)
app.command("doctor")(upkeep.doctor)
app.command("lock")(upkeep.lock)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 some step failed, 2 wrong input, 130 interrupted."""
    # Threads that spin while they wait stop each other wherever cores are shared. Read by the
    # OpenMP runtime when torch is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for stream in (sys.stdout, sys.stderr):
        _escape_what_cannot_be_written(stream)
    logging.basicConfig(level=logging.WARNING, format="crosswind: %(message)s", stream=sys.stderr)
    given = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGINT, partial(_interrupted, _interrupt_of(given)))
    sys.exit(exit_code_of(given))


def exit_code_of(arguments: list[str]) -> int:
    """The exit code of a command line; every error a user can cause is one message."""
    try:
        code = app(arguments, standalone_mode=False, prog_name="crosswind", obj=arguments)
        sys.stdout.flush()
        # Typer makes this code of an interrupt that reaches it first.
        if code == INTERRUPTED:
            _say(_interrupt_of(arguments))
        return code if isinstance(code, int) else 0
    except CrosswindError as error:
        _say(str(error))
        return error.exit_code
    except Exit as error:
        return error.exit_code
    except TyperException as error:
        if error.format_message():
            _say(_usage(error))
        return 2
    except (KeyboardInterrupt, Abort):
        _say(_interrupt_of(arguments))
        return INTERRUPTED
    except ModuleNotFoundError as error:
        _say(
            f"the package '{error.name}' is not installed. "
            "Install it with: pip install 'crosswind[train,embedded]'"
        )
        return 2
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not our error, nothing more to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _OF_THE_FILE_SYSTEM:
            raise
        _say(f"{error.filename or 'output'}: {error.strerror}")
        return 2


def _escape_what_cannot_be_written(stream: TextIO) -> None:
    """Letters that the terminal's encoding lacks, and names that are no text, as escapes.

    Data goes to standard output in UTF-8 whatever its encoding, by its bytes: see `noise`.
    """
    if isinstance(stream, TextIOWrapper) and (not is_utf_8(stream) or stream.errors == "strict"):
        stream.reconfigure(errors="backslashreplace")


def _usage(error: TyperException) -> str:
    """What is wrong with a command line, and whose help to read."""
    said = error.format_message().strip()
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "crosswind"
    return f"{said if said.endswith(('.', '?', '!')) else f'{said}.'} See: {command} --help"


def _interrupt_of(arguments: Sequence[str]) -> str:
    """What an interrupt leaves behind, which is nothing for most commands."""
    if _KEEPING.isdisjoint(arguments[:1]):
        return "interrupted"
    return "interrupted; what was finished is kept, run again to go on"


def _interrupted(message: str, number: int, frame: FrameType | None) -> None:
    """End in order; the second time at once, since nothing finished can be lost."""
    signal.signal(signal.SIGINT, partial(_interrupted_again, message))
    raise KeyboardInterrupt


def _interrupted_again(message: str, number: int, frame: FrameType | None) -> None:
    # No message through streams that may be in the middle of another, and no handlers at exit.
    os.write(2, f"\ncrosswind: {message}\n".encode())
    os._exit(INTERRUPTED)


def _say(message: str) -> None:
    for line in message.split("\n"):
        print(f"crosswind: {line}", file=sys.stderr)
