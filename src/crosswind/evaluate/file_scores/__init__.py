"""Scores of files in the benchmarks' own layouts, one module a family of tasks."""
