"""Informal Latin spelling of words in other scripts."""
