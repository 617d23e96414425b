"""Experiment -> plan: steps with ids, no code imported."""
