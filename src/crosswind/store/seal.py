"""Seal: what a worker writes last into a draft, wherever it ran."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crosswind.core.files import write_json
from crosswind.store.layout import MANIFEST, PROVENANCE, SUMMARY
from crosswind.store.manifest import Manifest, describe


def seal(
    draft: Path,
    step_id: str,
    step: Mapping[str, Any],
    *,
    summary: Mapping[str, Any],
    provenance: Mapping[str, Any],
) -> Manifest:
    """Write summary, provenance and, last, the manifest of a draft."""
    write_json(draft / SUMMARY, dict(summary))
    write_json(draft / PROVENANCE, dict(provenance))
    manifest = describe(draft, step_id, step)
    write_json(draft / MANIFEST, manifest.to_json())
    return manifest
