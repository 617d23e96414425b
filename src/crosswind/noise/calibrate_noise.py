"""Noise that is drawn from a fitted table, and the profile of what it makes of right words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.batch import Noise, perturb_word_rows
from crosswind.noise.calibrate_align import KINDS
from crosswind.noise.calibrate_profile import PLACES, Profile, profile_of
from crosswind.noise.calibrate_read import Pair
from crosswind.noise.calibrate_table import FittedTable
from crosswind.noise.choices import Choices, choices_of, shared
from crosswind.noise.columns import Columns
from crosswind.noise.events import events, firing_rate
from crosswind.noise.letter_edits import sites_at
from crosswind.noise.letters import LetterTable, letter_table
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.perturbations.typo import PERTURBATION as TYPO
from crosswind.noise.perturbations.typo import edits_of
from crosswind.noise.proposals import Proposals, nothing
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import is_word_kind

# A letter seen this often is drawn as much from its own confusions as from the usual table.
_ENOUGH = 5
# Generated pairs from which the mix of operations is known to a percent.
_GENERATED, _ROUGHLY = 20_000, 5_000
_MOST_ROUNDS = 400
_SEVERITY = 5
_CORRECTIONS = 3
# Instead of a rate of zero.
_NEVER = 1e-9
# Stream of the draws that decide whether a letter in its place is spared.
_SPARED = 31


def fitted_typo(table: FittedTable, words: Sequence[str]) -> Perturbation:
    """`typo` with the facts of a fitted table instead of its own.

    Which letters are hit follows their rates in the three places of a word, what happens there the
    mix of operations of the letter in its place, and what is written the counts of the letter.
    Where an operation is impossible (a word of one letter keeps it), another takes its place, so
    that the mix is off in short words: it is measured on `words` and put right, some times over.

    Args:
        table: of their language.
        words: right words like those that will be perturbed.
    """
    wanted = dict(zip(KINDS, table.shares, strict=True))
    weights: dict[str, float] = dict.fromkeys(KINDS, 1.0)
    for _ in range(_CORRECTIONS):
        made = generated_profile(
            _weighted(table, weights), words, table.language, n_pairs=_ROUGHLY
        ).mix()
        for kind in KINDS:
            if made[kind] > 0:
                weights[kind] *= wanted[kind] / 100 / made[kind]
    return _weighted(table, weights)


def _weighted(table: FittedTable, weights: Mapping[str, float]) -> Perturbation:
    """`fitted_typo` with a weight for each operation."""
    letters = _letters(table)
    rates = np.maximum(_rates(table, letters) * [weights[kind] for kind in KINDS], _NEVER)
    accepted = rates.sum(axis=2)
    accepted /= max(accepted.max(), 1e-9)
    ends = (
        rates.cumsum(axis=2)[:, :, :3] / np.maximum(rates.sum(axis=2), 1e-9)[:, :, None]
    ) * 65536

    def propose(columns: Columns, language: str, strength: float) -> Proposals:
        del language
        places = _places(columns)

        def can_hit(near: Positions) -> NDArray[np.bool_]:
            index = letters.index(columns.points[near])
            chance = accepted[places[near], letters.row[index]] * 65536
            drawn = columns.stream(near.ravel(), _SPARED).reshape(near.shape) & np.uint64(0xFFFF)
            fits: NDArray[np.bool_] = (index >= 0) & (drawn < chance)
            return fits

        at, rank = events(columns, firing_rate(strength), can_hit, spare_first=False)
        if len(at) == 0:
            return nothing()
        sites = sites_at(columns, letters, at)
        edges = ends[places[at], letters.row[sites.letter[1]]]
        return edits_of(sites, rank, (edges <= sites.chances[:, None]).sum(axis=1))

    return replace(TYPO, name="fitted_typo", propose=propose)


def generated_profile(
    perturbation: Perturbation,
    words: Sequence[str],
    language: str,
    *,
    seed: int = 0,
    n_pairs: int = _GENERATED,
) -> Profile:
    """The profile of what a perturbation makes of some right words, at its highest severity.

    The words are perturbed with seed after seed until there are `n_pairs` wrong ones.
    """
    pairs: list[Pair] = []
    ids = [str(number) for number in range(len(words))]
    for turn in range(_MOST_ROUNDS):
        noise = Noise(
            perturbation=perturbation, language=language, severity=_SEVERITY, seed=seed + turn
        )
        rows = perturb_word_rows(noise, [[word] for word in words], example_ids=ids)
        made = zip(words, rows, strict=True)
        pairs += [Pair(row.words[0], word) for word, row in made if row.words[0] != word]
        if len(pairs) >= n_pairs:
            break
    return profile_of(pairs, language)


def _places(columns: Columns) -> NDArray[np.int64]:
    """0 for the first letter of a word, 1 for an inner one, 2 for the last, of all positions."""
    follows = is_word_kind(columns.kinds_beside(-1))
    precedes = is_word_kind(columns.kinds_beside(1))
    places: NDArray[np.int64] = np.where(~follows, 0, np.where(precedes, 1, 2))
    return places


def _rates(table: FittedTable, letters: LetterTable) -> NDArray[np.float64]:
    """Rates of the operations by place and row; letters that were never seen have their place's."""
    everywhere = (_NEVER,) * len(table.shares)
    found = [
        [
            table.letter_rates.get(where, {}).get(chr(point), table.rates.get(where, everywhere))
            for point in letters.lower.tolist()
        ]
        for where in PLACES
    ]
    return np.array(found)


def _letters(table: FittedTable) -> LetterTable:
    """The letters of the language with the substitutes and insertions of the table."""
    usual = letter_table(table.language)
    number = {chr(point): row for row, point in enumerate(usual.lower.tolist())}
    slips, extras = [], []
    for letter, row in number.items():
        slips.append(_mixed(table.confused.get(letter, {}), number, _options(usual.slips, row)))
        doubled = (table.doubled_share, [(row, 1.0)])
        beside = (table.beside_share, _options(usual.near, row))
        usually = shared([doubled, beside])
        extras.append(_mixed(table.inserted.get(letter, {}), number, usually))
    return replace(usual, slips=choices_of(slips), extras=choices_of(extras))


def _mixed(
    seen: Mapping[str, int], number: Mapping[str, int], usual: list[tuple[int, float]]
) -> list[tuple[int, float]]:
    """What was seen of a letter, and the less of it the more of what is usual."""
    options = [(number[other], float(count)) for other, count in seen.items() if other in number]
    n = sum(weight for _, weight in options)
    return shared([(n / (n + _ENOUGH), options), (_ENOUGH / (n + _ENOUGH), usual)])


def _options(given: Choices, row: int) -> list[tuple[int, float]]:
    """The weighted options of a row of choices."""
    found, passed = [], 0
    for other, edge in zip(given.rows[row].tolist(), given.edges[row].tolist(), strict=True):
        if edge > passed:
            found.append((other, float(edge - passed)))
        passed = max(passed, edge)
    return found
