"""How sure are the partners of published noisy rows? Tried where the partner of a row is known.

    python scripts/match_noisy_rows.py DATA

Takes PAN-X dev below DATA, leaves out some sentences, changes about a fifth of the words of the
others, and asks `crosswind.data.partners` for the clean sentence of each. Prints two lines a
language: with the tags as the key, and with the number of words alone (a file without tags).
"""

import random
import sys
from collections.abc import Hashable
from pathlib import Path

from crosswind.core.seeds import derive_seed
from crosswind.data.load import read_task
from crosswind.data.partners import Row, find_partners
from crosswind.records.example import Example

_KEPT = 0.78
_CHANGED = 0.2


def changed(word: str, short_words: list[str], dice: random.Random) -> str:
    """A word with a probable error: other case, a letter lost or swapped, or another short word."""
    if dice.random() > _CHANGED:
        return word
    way, place = dice.randrange(4), dice.randrange(1, len(word)) if len(word) > 2 else 0
    if way == 0:
        return word[0].swapcase() + word[1:]
    if way == 1 and len(word) <= 4:
        return dice.choice(short_words)
    if not place:
        return word
    if way == 2:
        return word[:place] + word[place + 1 :]
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def row(words: tuple[str, ...], key: Hashable) -> Row:
    """What is compared of a sentence."""
    return Row(key=key, texts=(" ".join(words),))


def tried(sentences: list[Example], dice: random.Random) -> list[tuple[int, tuple[str, ...]]]:
    """(number, changed words) of the sentences that were kept and did change."""
    short_words = [word for item in sentences for word in item.words if len(word) <= 4]
    kept = sorted(dice.sample(range(len(sentences)), int(_KEPT * len(sentences))))
    pairs = [
        (number, tuple(changed(word, short_words, dice) for word in sentences[number].words))
        for number in kept
    ]
    return [(number, words) for number, words in pairs if words != sentences[number].words]


def main() -> None:
    """Try three languages and print a table."""
    for language in ("de", "es", "fr"):
        sentences = read_task("panx", language, "validation", Path(sys.argv[1]))
        noisy = tried(sentences, random.Random(derive_seed(0, "match", language)))
        for name, by_tags in (("tags", True), ("number of words", False)):
            keys = [item.tags if by_tags else len(item.words) for item in sentences]
            clean = [row(item.words, key) for item, key in zip(sentences, keys, strict=True)]
            found = find_partners([row(words, keys[number]) for number, words in noisy], clean)
            pairs = [
                (clean[index], clean[number])
                for index, (number, _) in zip(found, noisy, strict=True)
                if index is not None
            ]
            n_right = sum(one == other for one, other in pairs)
            n_alone = len(noisy) - len(pairs)
            wrong = len(pairs) - n_right
            print(f"| {language}, {name} | {len(noisy)} | {n_right} | {n_alone} | {wrong} |")


if __name__ == "__main__":
    main()
