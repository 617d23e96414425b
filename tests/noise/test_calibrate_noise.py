"""Noise from a fitted table has the operations of its source."""

import numpy as np
import pytest

from crosswind.core.seeds import generator
from crosswind.noise.calibrate_noise import fitted_typo, generated_profile
from crosswind.noise.calibrate_profile import profile_of, total_variation
from crosswind.noise.calibrate_read import Pair
from crosswind.noise.calibrate_table import fitted_table
from crosswind.noise.perturbations.typo import PERTURBATION as TYPO

TEXTS = {
    "en": "winter letter garden morning silver a window of paper the stone bright river",
    "fr": "hiver lettre jardin à matin fenêtre de papier la pierre été rivière",
    "ru": "зима письмо сад утро окно и бумага на камень река",
}
WORDS = {language: text.split() for language, text in TEXTS.items()}
# Shares of substitution, deletion, insertion, transposition that are far from those of `typo`.
SHARES = (0.2, 0.3, 0.4, 0.1)


def made_up(language: str, n: int) -> list[Pair]:
    """Wrong words in given shares, half of the errors at the end of the word."""
    dice = generator(0, "made up", language)
    letters = sorted({letter for word in WORDS[language] for letter in word if letter.isalpha()})
    pairs = []
    for _ in range(n):
        word = WORDS[language][dice.integers(len(WORDS[language]))]
        kind = dice.choice(4, p=SHARES)
        at = len(word) - 1 if dice.random() < 0.5 else int(dice.integers(len(word)))
        letter = letters[dice.integers(len(letters))]
        if kind in {0, 2}:
            wrong = word[:at] + letter + word[at + (kind == 0) :]
        elif kind == 1:
            wrong = word[:at] + word[at + 1 :]
        else:
            wrong = word[:-2] + word[-1] + word[-2] if len(word) > 1 else word
        pairs.append(Pair(wrong, word))
    return pairs


@pytest.mark.parametrize("language", WORDS)
def test_generated_operations_are_those_of_the_source(language: str) -> None:
    source = profile_of(made_up(language, 2000), language)
    words = WORDS[language] * 40
    noise = fitted_typo(fitted_table(source), words)
    made = generated_profile(noise, words, language, seed=500, n_pairs=5000)
    assert total_variation(source.mix(), made.mix()) < 0.03
    usual = generated_profile(TYPO, words, language, seed=500, n_pairs=5000)
    assert total_variation(source.mix(), usual.mix()) > 0.1
    assert total_variation(source.cells, made.cells) < total_variation(source.cells, usual.cells)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "सर्दी चिट्ठी बगीचा सुबह खिड़की का कागज पत्थर नदी"),
        ("ar", "الشتاء رسالة حديقة صباح نافذة من ورق حجر نهر"),
    ],
)
def test_a_table_fitted_to_noise_gives_it_again(language: str, text: str) -> None:
    words = text.split() * 40
    source = generated_profile(TYPO, words, language, n_pairs=5000)
    noise = fitted_typo(fitted_table(source), words)
    made = generated_profile(noise, words, language, seed=500, n_pairs=5000)
    assert total_variation(source.mix(), made.mix()) < 0.03


def test_equal_tables_give_equal_noise_and_nothing_global_is_drawn_from() -> None:
    state = np.random.get_state()[1].tolist()  # noqa: NPY002 (that it does not move is the test)
    table = fitted_table(profile_of(made_up("en", 300), "en"))
    one, other = (
        generated_profile(fitted_typo(table, WORDS["en"]), WORDS["en"], "en", n_pairs=500)
        for _ in range(2)
    )
    assert one.cells == other.cells
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002
