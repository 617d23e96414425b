"""Informal Latin spelling."""
