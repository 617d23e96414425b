"""Versions of the file layouts that artifacts use; part of every step's identity."""

# Bump one when `records.codecs` changes what it writes for that kind of artifact.
CODEC_VERSIONS = {
    "checkpoint": 1,
    "claim": 1,
    "estimates": 1,
    "examples": 2,
    "overlap": 1,
    "predictions": 2,
    "report": 1,
    "scores": 1,
}
