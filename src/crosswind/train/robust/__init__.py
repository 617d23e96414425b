"""Robust methods of training: one file a method, and what they share."""
