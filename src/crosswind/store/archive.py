"""Where artifacts come from on their way between machines: a folder or a tar archive.

Both have the layout of a store: `artifacts/<step id>/<files>`. Nothing that stands in them is
believed: names are checked before anything is read, and links are never followed.
"""

import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from gzip import GzipFile
from pathlib import Path
from typing import Protocol

from crosswind.core.errors import StoreError, nearest_match
from crosswind.store.layout import MANIFEST, Layout
from crosswind.store.manifest import is_inner_name

ARCHIVE_SUFFIXES = (".tar", ".tar.gz", ".tgz")
# Endings of what other programs write; nobody means a folder by them.
_FOREIGN_SUFFIXES = (
    *(".7z", ".bz2", ".gz", ".lz", ".lz4", ".lzma", ".rar", ".tbz", ".tbz2", ".txz", ".tzst"),
    *(".xz", ".z", ".zip", ".zst"),
)
_STEP_ID = re.compile(r"[a-z][a-z_]*-v\d+-[0-9a-f]+")
_ARTIFACTS = "artifacts"
_ALLOWED = "artifacts/<step id>/<file>, plain files only"
_ACTION = "Export it again with `crosswind store export`."


class Source(Protocol):
    """Artifacts that can be fetched."""

    @property
    def place(self) -> str:
        """For errors."""

    def files(self) -> Mapping[str, Mapping[str, int]]:
        """Step id -> relative path -> bytes, of every artifact."""

    def fetch(self, step_id: str, name: str, target: Path) -> None:
        """Copy one file of an artifact; its folder is made."""


def is_archive(path: Path) -> bool:
    """Whether a path names a tar archive rather than a folder.

    Raises:
        StoreError: it names an archive of another kind, and is no folder.
    """
    if path.name.endswith(ARCHIVE_SUFFIXES):
        return True
    name = path.name.lower()
    if name.endswith((*ARCHIVE_SUFFIXES, *_FOREIGN_SUFFIXES)) and not path.is_dir():
        raise StoreError(
            "not an ending of the archives that are written here",
            place=str(path),
            value=path.suffix,
            allowed=f"{', '.join(ARCHIVE_SUFFIXES)}, or a folder",
            nearest=nearest_match(name[name.index(".") :], ARCHIVE_SUFFIXES),
            action="Name an archive of these, or a folder.",
        )
    return False


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Another store, or the folder of an export. It is only read.

    Attributes:
        root: the folder.
        only: step ids to look at; None for all.
    """

    root: Path
    only: frozenset[str] | None = None

    @property
    def place(self) -> str:
        """For errors."""
        return str(self.root)

    def files(self) -> Mapping[str, Mapping[str, int]]:
        """Every artifact.

        Raises:
            StoreError: there are none, or one of them holds a link.
        """
        layout = Layout(self.root)
        if not layout.artifacts.is_dir():
            raise StoreError(
                "neither a store nor an export",
                place=str(self.root),
                allowed=f"a folder with {_ARTIFACTS}/, or {', '.join(ARCHIVE_SUFFIXES)}",
            )
        return {
            folder.name: dict(self._sizes(folder))
            for folder in sorted(layout.artifacts.iterdir())
            if (self.only is None or folder.name in self.only)
            and _checked_id(folder.name, self.place)
        }

    def _sizes(self, folder: Path) -> Iterator[tuple[str, int]]:
        for path in (folder, *sorted(folder.rglob("*"))):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise refused("a link or a device", str(path))
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.stat().st_size

    def fetch(self, step_id: str, name: str, target: Path) -> None:
        """Copy one file of an artifact."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Layout(self.root).artifact(step_id) / name, target, follow_symlinks=False)


@dataclass(slots=True)
class ArchiveSource:
    """A tar archive of an export, compressed or not."""

    path: Path
    _stream: tarfile.TarFile
    _members: dict[str, dict[str, tarfile.TarInfo]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """For errors."""
        return str(self.path)

    def files(self) -> Mapping[str, Mapping[str, int]]:
        """Every artifact; names, kinds and doubles of all members are checked first.

        Raises:
            StoreError: a member has another place than an artifact, twice the same, or is no file.
        """
        self._members = {}
        with _readable(self.place):
            for member in self._stream:
                self._enter(member)
        if not self._members:
            raise refused("no artifact in it", self.place)
        return {
            step_id: {name: member.size for name, member in members.items()}
            for step_id, members in sorted(self._members.items())
        }

    def _enter(self, member: tarfile.TarInfo) -> None:
        name = member.name.removeprefix("./")
        if member.isdir() and (name in {"", ".", _ARTIFACTS} or is_inner_name(name)):
            return
        if not is_inner_name(name):
            raise refused("a path that leaves its folder", self.place, member.name)
        if member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
            raise refused("a link or a device", self.place, member.name)
        top, _, rest = name.partition("/")
        step_id, _, inner = rest.partition("/")
        if top != _ARTIFACTS:
            return  # an archive of a whole store has locks, logs and reports too
        _checked_id(step_id if inner else rest, self.place)
        members = self._members.setdefault(step_id, {})
        if inner in members:
            raise refused("the same file twice", self.place, member.name)
        members[inner] = member

    def fetch(self, step_id: str, name: str, target: Path) -> None:
        """Copy one file of an artifact; neither owner nor mode of the member is taken."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with _readable(self.place):
            stream = self._stream.extractfile(self._members[step_id][name])
            assert stream is not None, "a plain file has bytes"
            with stream, target.open("xb") as out:
                shutil.copyfileobj(stream, out)


@contextmanager
def opened_source(path: Path) -> Iterator[Source]:
    """The artifacts below a folder or in an archive.

    Raises:
        StoreError: there is neither.
    """
    if path.is_dir():
        yield FolderSource(path)
        return
    if not path.is_file():
        raise StoreError(
            "there is no such folder or archive", place=str(path), action="Check the path."
        )
    with _readable(str(path)):
        stream = tarfile.open(path, mode="r:*")  # noqa: SIM115  closed below
    with stream:
        yield ArchiveSource(path, stream)


@contextmanager
def new_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """A tar archive that is written under a hidden name and renamed when it is whole.

    Raises:
        StoreError: there is something of this name; it is kept.
    """
    if path.exists():
        raise StoreError(
            "there is something of this name", place=str(path), action="Name another archive."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with _tar_writer(draft, compressed=not path.name.endswith(".tar")) as stream:
            yield stream
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _tar_writer(path: Path, *, compressed: bool) -> Iterator[tarfile.TarFile]:
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("wb"))
        # Weights hardly shrink: the least effort is the right one. Neither the name of the draft
        # nor the time goes into the header: equal artifacts give equal bytes.
        packed = stack.enter_context(
            GzipFile(filename="", mode="wb", compresslevel=1, fileobj=raw, mtime=0)
            if compressed
            else nullcontext(raw)
        )
        yield stack.enter_context(tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT))


def add_artifact(stream: tarfile.TarFile, folder: Path) -> None:
    """Add the files of an artifact, the manifest first; no owner, mode or time of this machine."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda path: path != folder / MANIFEST):
        inner = path.relative_to(folder).as_posix()
        member = tarfile.TarInfo(f"{_ARTIFACTS}/{folder.name}/{inner}")
        member.size = path.stat().st_size
        with path.open("rb") as payload:
            stream.addfile(member, payload)


def refused(problem: str, place: str, value: object = None) -> StoreError:
    """The error for what is not taken in."""
    return StoreError(problem, place=place, value=value, allowed=_ALLOWED, action=_ACTION)


def _checked_id(name: str, place: str) -> bool:
    if not _STEP_ID.fullmatch(name):
        raise refused("not the id of a step", place, name)
    return True


@contextmanager
def _readable(place: str) -> Iterator[None]:
    """Turn what a damaged archive raises into one error."""
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError, OSError) as error:
        # What the system refuses has a number and is another matter; gzip's own errors have none.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise StoreError(
            "not a readable tar archive",
            place=place,
            allowed=", ".join(ARCHIVE_SUFFIXES),
            action="Copy or export it again.",
        ) from error
