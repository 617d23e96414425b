"""What a stream of text can hold."""

import codecs
from typing import TextIO


def is_utf_8(stream: TextIO) -> bool:
    """Whether every letter can be written; true where the stream does not say."""
    return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"
