"""Habits: which of several spellings of a grapheme a writer takes, always the same one."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# Writers who differ; each example has one of them.
WRITERS = 64


class Habit(NamedTuple):
    """The habits of one writer.

    Attributes:
        language: canonical tag.
        writer: number of the writer.
    """

    language: str
    writer: int

    def takes(self, what: str, spellings: Sequence[str]) -> str:
        """The spelling of a grapheme (or the answer to a question) that this writer takes.

        Spellings are in order of how common we think they are: the second is taken half as often as
        the first, the third a third as often.
        """
        if len(spellings) == 1:
            return spellings[0]
        left = _share(self.language, self.writer, what) * sum(
            1 / rank for rank in range(1, len(spellings) + 1)
        )
        for rank, spelling in enumerate(spellings, start=1):
            left -= 1 / rank
            if left < 0:
                return spelling
        return spellings[-1]


@lru_cache(maxsize=1 << 15)
def _share(language: str, writer: int, what: str) -> float:
    """A number from 0 to 1 that stands for the taste of a writer in one matter."""
    state = hashlib.blake2b(f"{language} {writer} {what}".encode(), digest_size=6)
    return int.from_bytes(state.digest(), "big") / (1 << 48)


def spellings_of(table: str) -> dict[str, tuple[str, ...]]:
    """Grapheme -> its spellings, from text such as "ж=zh,j й=y,j ь="."""
    pairs = [entry.partition("=") for entry in table.split()]
    return {grapheme: tuple(written.split(",")) for grapheme, _, written in pairs}
