"""Frozen facts that cross a room boundary, and their codecs."""
