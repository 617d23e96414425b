"""Artifacts on disk: folders, manifests and locks. Knows digests, not what is inside."""
