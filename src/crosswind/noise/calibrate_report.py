"""What `crosswind calibrate` tells: the profile of a source, its table, and noise made with it."""

from typing import Any

from crosswind.noise.calibrate_align import KINDS
from crosswind.noise.calibrate_noise import fitted_typo, generated_profile
from crosswind.noise.calibrate_profile import Profile, profile_of, total_variation
from crosswind.noise.calibrate_read import Pairs
from crosswind.noise.calibrate_table import FittedTable, fitted_table
from crosswind.noise.catalogue import supported
from crosswind.noise.perturbations.typo import PERTURBATION as TYPO

# Other noise than that on which the fitted table was put right.
_SEED = 1000


def calibrate(pairs: Pairs, language: str) -> dict[str, Any]:
    """All numbers of a source, as plain values; nothing of its text but letters.

    Returns:
        `language`, `profile` (counts and shares), `table` (`FittedTable.as_json`), and `distances`:
        total variation between the operations of the source and those of noise made with the fitted
        table and with the usual one; `mix` of both, `cells` of operation, position and class.

    Raises:
        ConfigError: if `typo` does not act in the language.
    """
    supported(TYPO.name, language)
    profile = profile_of(pairs.pairs, language)
    table = fitted_table(profile)
    words = [pair.right for pair in pairs.pairs]
    return {
        "language": language,
        "profile": facts_of(profile, pairs),
        "table": table.as_json(),
        "distances": _distances(profile, table, words),
    }


def facts_of(profile: Profile, pairs: Pairs) -> dict[str, Any]:
    """The counts and shares of a profile; shares in percent."""
    n_plain = profile.facts["plain"]
    n_words = pairs.n_words
    return {
        "pairs": len(pairs.pairs),
        "wrong_words": profile.n_wrong,
        "operations": profile.n_operations,
        "left_out": dict(sorted({**pairs.left_out, **profile.skipped}.items())),
        "words_of_text": n_words,
        "wrong_word_rate": _percent(profile.n_wrong, n_words),
        "one_operation": _percent(profile.n_single, profile.n_wrong),
        "mix": {kind: round(100 * share, 1) for kind, share in profile.mix().items()},
        "diacritic_only": round(100 * profile.share("diacritic", "substitute"), 1),
        "vowel_for_vowel": round(100 * profile.share("vowel", "substitute"), 1),
        "adjacent": round(100 * profile.share("adjacent", "plain"), 1),
        "adjacent_by_chance": _percent(profile.chance, n_plain),
        "motor_share": round(100 * profile.motor_share, 1),
        "duplicate": round(100 * profile.share("duplicate", "insert"), 1),
        "beside": round(100 * profile.share("beside", "insert"), 1),
        "undouble": round(100 * profile.share("undouble", "delete"), 1),
        "first_letter": round(100 * profile.share("long_first", "long"), 1),
        "first_letter_factor": round(profile.first_letter_factor, 2),
    }


def lines_of(found: dict[str, Any]) -> list[str]:
    """The same for people."""
    profile, table, distances = found["profile"], found["table"], found["distances"]
    mix = ", ".join(f"{kind} {profile['mix'][kind]}" for kind in KINDS)
    rate = f", {profile['wrong_word_rate']}% of the words" if profile["words_of_text"] else ""
    left_out = [f"  left out: {n} ({reason})" for reason, n in profile["left_out"].items()]
    return [
        (
            f"{found['language']}: {profile['wrong_words']} wrong words of "
            f"{profile['pairs']} pairs, {profile['operations']} operations{rate}"
        ),
        *left_out,
        f"operations (%): {mix}",
        (
            f"  one operation a word {profile['one_operation']}, first letter "
            f"{profile['first_letter']} ({profile['first_letter_factor']} of chance)"
        ),
        (
            f"substitutions (%): diacritic only {profile['diacritic_only']}, vowel for vowel "
            f"{profile['vowel_for_vowel']}"
        ),
        (
            f"  adjacent keys {profile['adjacent']}, by chance {profile['adjacent_by_chance']}, "
            f"motor share {profile['motor_share']}"
        ),
        (
            f"insertions (%): duplicate {profile['duplicate']}, beside a neighboring key "
            f"{profile['beside']}; deletions (%): un-doubled {profile['undouble']}"
        ),
        f"letters written for each other: {_first(table['groups'])}",
        (
            "total variation from the source: fitted table "
            f"{distances['fitted']['mix']:.3f} in operations, "
            f"{distances['fitted']['cells']:.3f} with position and class; usual table "
            f"{distances['usual']['mix']:.3f} and {distances['usual']['cells']:.3f}"
        ),
    ]


def _first(groups: str, most: int = 20) -> str:
    shown = groups.split()[:most]
    return " ".join(shown) if shown else "too few to say"


def _distances(profile: Profile, table: FittedTable, words: list[str]) -> dict[str, Any]:
    found = {}
    for name, perturbation in (("fitted", fitted_typo(table, words)), ("usual", TYPO)):
        made = generated_profile(perturbation, words, profile.language, seed=_SEED)
        found[name] = {
            "mix": round(total_variation(profile.mix(), made.mix()), 4),
            "cells": round(total_variation(profile.cells, made.cells), 4),
            "operations": made.n_operations,
        }
    return found


def _percent(part: float, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
