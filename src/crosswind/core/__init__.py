"""Errors, hashing, seeds, registries, languages and files: what every room may use."""
