"""Perturbations as a newcomer would write them."""
