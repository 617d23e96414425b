"""Markup: text from data in a form that HTML has a place for."""

import unicodedata

from markupsafe import Markup, escape


def printable(text: str) -> str:
    """Text with control characters as their pictures: HTML has no place for them."""
    if text.isprintable():
        return text
    return "".join(
        chr(0x2400 + ord(letter))
        if ord(letter) < 0x20 and letter not in "\n\t"
        else "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(letter) == "Cc" and letter not in "\n\t"
        else letter
        for letter in text
    )


def breakable(text: str) -> Markup:
    """Escaped text that may break after an underscore: names of tasks are long for a phone."""
    return Markup(str(escape(text)).replace("_", "_<wbr>"))
