"""Where things lie in a store: the only module that joins store paths."""

from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"
PROVENANCE = "provenance.json"
SUMMARY = "summary.json"

# Written in every store, so that no other folder is ever taken for one and swept.
_MARK = "crosswind-store.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below the root of a store."""

    root: Path

    @property
    def mark(self) -> Path:
        """The file that says that this folder is a store."""
        return self.root / _MARK

    @property
    def artifacts(self) -> Path:
        """One folder an artifact, named by its step id."""
        return self.root / "artifacts"

    @property
    def drafts(self) -> Path:
        """Hidden folders that are being built."""
        return self.root / ".drafts"

    @property
    def partials(self) -> Path:
        """One folder a stopped step: what it kept to go on from, never part of an artifact."""
        return self.root / ".partial"

    @property
    def pieces(self) -> Path:
        """One folder a set of tokenised texts; any of them may be deleted."""
        return self.root / ".pieces"

    @property
    def damaged(self) -> Path:
        """Artifacts set aside because their bytes were not what the manifest says."""
        return self.root / "damaged"

    @property
    def logs(self) -> Path:
        """One file a step that ran, and one more if it failed."""
        return self.root / "logs"

    @property
    def in_use(self) -> Path:
        """Locked in shared mode by every run, exclusively by a sweep."""
        return self.root / ".in-use.lock"

    def artifact(self, step_id: str) -> Path:
        """The folder of an artifact."""
        return self.artifacts / step_id

    def manifest(self, step_id: str) -> Path:
        """The manifest of an artifact."""
        return self.artifacts / step_id / MANIFEST

    def lock(self, step_id: str) -> Path:
        """The lock file of a step."""
        return self.root / ".locks" / f"{step_id}.lock"

    def partial(self, step_id: str) -> Path:
        """Where a running step keeps its state; guarded by the step's lock."""
        return self.partials / step_id

    def events(self, step_id: str) -> Path:
        """What happened to a step: a JSON object a line."""
        return self.logs / f"{step_id}.jsonl"

    def log(self, step_id: str) -> Path:
        """Why a step failed, for people."""
        return self.logs / f"{step_id}.log"

    def report(self, experiment: str) -> Path:
        """Where the newest report of an experiment is put for people."""
        return self.root / "reports" / experiment
