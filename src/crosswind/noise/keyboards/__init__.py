"""Keyboard layouts, derived from the X keyboard configuration data (see NOTICE)."""
