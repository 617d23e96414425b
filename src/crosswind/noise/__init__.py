"""Perturbations that keep labels valid: edit lists, engine, tables, and the perturb step."""
