"""How near generated typing errors come to real ones that nothing was fitted to.

    python studies/realism.py --data DATA

Real lists: `.natural` files, maps of misspellings, and the published noisy texts with their clean
rows (docs/calibration.md). Each list is cut in two by a hash of the right word. The first half is
for fitting, the second is judged by: every generator perturbs the right words of its pairs, each
word on its own, and both profiles are compared: total variation over (position x operation x class)
and over operations alone. Position is first letter, inner, last; classes are those of
`noise/calibrate_profile.py`.

- half: the first half of the real list itself, as far as halves of one list are apart;
- usual: `typo` as it is; fitted: with the table of the first half; cross: with the table of all
  other lists of the language;
- nlpaug (KeyboardAug, one letter a word), multypo (one error a word, without its list of words to
  spare) and textnoisr (noise level 0.1), where they are installed and know the language.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from crosswind.core.hashing import text_digest
from crosswind.noise.calibrate_noise import fitted_typo, generated_profile
from crosswind.noise.calibrate_profile import Profile, profile_of, total_variation
from crosswind.noise.calibrate_read import Pair, Pairs, read_pairs
from crosswind.noise.calibrate_table import fitted_table
from crosswind.noise.perturbations.typo import PERTURBATION as TYPO
from crosswind.runner.published_pairs import published_pairs

try:
    from nlpaug.augmenter.char import KeyboardAug
except ImportError:
    KeyboardAug = None
try:
    from multypo import MultiTypoGenerator
except ImportError:
    MultiTypoGenerator = None
try:
    from textnoisr.noise import CharNoiseAugmenter
except ImportError:
    CharNoiseAugmenter = None

LISTS = {
    "en": (
        "char_noise/en.natural",
        "misspellings/spell_errors.json",
        "misspellings/spell_corrections.json",
        "noisy_xnli",
    ),
    "de": ("char_noise/de.natural", "noisy_xnli"),
    "es": ("noisy_xnli", "noisy_snips_intents"),
    "fr": ("char_noise/fr.natural", "noisy_xnli", "noisy_snips_intents"),
}
MULTYPO_NAMES = {"en": "english", "de": "german", "fr": "french"}
# Words that the slower generators are given, and those that all are.
MOST_WORDS = 4_000
ROUNDS = 5
SEED = 0
Generator = Callable[[str], str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--language", choices=sorted(LISTS))
    asked = parser.parse_args()
    columns = ("half", "usual", "fitted", "cross", "nlpaug", "multypo", "textnoisr")
    print("| language | list | operations |", " | ".join(columns), "|")
    print("| --- " * (len(columns) + 3) + "|")
    for language in [asked.language] if asked.language else LISTS:
        lists = {name: pairs_of(name, language, asked.data).pairs for name in LISTS[language]}
        for name, pairs in lists.items():
            others = list(chain(*(rest for other, rest in lists.items() if other != name)))
            found, n = judged(pairs, others, language)
            cells = [found.get(column, "") for column in columns]
            print(f"| {language} | {name} | {n:,} |", " | ".join(cells), "|", flush=True)


def pairs_of(name: str, language: str, data: Path) -> Pairs:
    """A file below the data, or a task with published noise."""
    return read_pairs(data / name) if "." in name else published_pairs(name, language, data)


def judged(
    pairs: Sequence[Pair], others: Sequence[Pair], language: str
) -> tuple[dict[str, str], int]:
    """The distances of every generator from the second half of a list, and its operations."""
    first = [pair for pair in pairs if is_first(pair)]
    second = [pair for pair in pairs if not is_first(pair)]
    real, fit = profile_of(second, language), profile_of(first, language)
    counted = [pair for pair in second if profile_of([pair], language).n_wrong]
    words = [pair.right for pair in sorted(counted, key=lambda pair: text_digest(pair.right))]
    words = words[:MOST_WORDS]
    made = {
        "half": fit,
        "usual": generated_profile(TYPO, words, language, seed=SEED),
        "fitted": generated_profile(
            fitted_typo(fitted_table(fit), words), words, language, seed=SEED
        ),
    }
    if others:
        table = fitted_table(profile_of(others, language))
        made["cross"] = generated_profile(fitted_typo(table, words), words, language, seed=SEED)
    for name, generate in peers(language).items():
        random.seed(SEED)  # noqa: TID251 (nlpaug and multypo draw from it)
        made[name] = profile_of(
            [Pair(generate(word), word) for word in words for _ in range(ROUNDS)], language
        )
    return {name: shown(real, profile) for name, profile in made.items()}, real.n_operations


def shown(real: Profile, made: Profile) -> str:
    """Both distances."""
    cells = total_variation(real.cells, made.cells)
    return f"{cells:.2f} ({total_variation(real.mix(), made.mix()):.2f})"


def is_first(pair: Pair) -> bool:
    """Whether a pair belongs to the half that is fitted."""
    return text_digest(pair.right.casefold())[0] in "01234567"


def peers(language: str) -> dict[str, Generator]:
    """The generators of other libraries that are installed and know the language."""
    found: dict[str, Generator] = {}
    if KeyboardAug is not None:
        keyboard = KeyboardAug(
            lang=language,
            aug_char_min=1,
            aug_char_max=1,
            aug_word_p=1.0,
            min_char=1,
            include_special_char=False,
            include_numeric=False,
            include_upper_case=False,
        )
        found["nlpaug"] = lambda word: "".join(keyboard.augment(word) or [word])
    if MultiTypoGenerator is not None and language in MULTYPO_NAMES:
        typist = MultiTypoGenerator(language=MULTYPO_NAMES[language], use_excluding_set=False)
        found["multypo"] = lambda word: typist.insert_typos(word, 1.0, max_tries=50)
    if CharNoiseAugmenter is not None:
        noisy = CharNoiseAugmenter(noise_level=0.1, seed=SEED)
        found["textnoisr"] = noisy.add_noise
    return found


if __name__ == "__main__":
    main()
