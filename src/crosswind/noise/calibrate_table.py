"""FittedTable: the facts of a profile in the form that `typo` draws from, and finer ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswind.noise.calibrate_align import KINDS
from crosswind.noise.calibrate_profile import Profile

# Letters written for others less often than this are left out of a table.
_FEWEST = 2
# Letters seen this often count as much as their place in the word.
_PRIOR = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTable:
    """Facts of one language, as `confusions` holds them, and finer ones.

    Attributes:
        language: canonical tag.
        shares: substitutions, deletions, insertions, transpositions in percent.
        diacritic_share: percent of substitutions that only change a diacritic.
        motor_share: share of other substitutions that are slips to a neighboring key.
        doubled_share, beside_share: of insertions, a letter doubled, or a neighboring key.
        confused: right letter -> written letter -> count.
        inserted: letter -> letter that is inserted behind it -> count.
        rates: place -> four rates, operations a letter; as `shares`, for each place of a word.
        letter_rates: place -> letter -> the same for one letter, drawn towards those of the place.
    """

    language: str
    shares: tuple[float, ...]
    diacritic_share: float
    motor_share: float
    doubled_share: float
    beside_share: float
    confused: Mapping[str, Mapping[str, int]]
    inserted: Mapping[str, Mapping[str, int]]
    rates: Mapping[str, tuple[float, ...]]
    letter_rates: Mapping[str, Mapping[str, tuple[float, ...]]]

    def groups(self) -> str:
        """Letters that are written for each other, both ways, as `LANGUAGE_GROUPS` has them."""
        pairs = {
            f"{one}{other}": count + self.confused[other][one]
            for one, row in self.confused.items()
            for other, count in row.items()
            if one < other and one in self.confused.get(other, {})
        }
        return " ".join(sorted(pairs, key=lambda pair: (-pairs[pair], pair)))

    def as_json(self) -> dict[str, object]:
        """The table as plain values."""
        return {
            "language": self.language,
            "shares": [round(share, 1) for share in self.shares],
            "diacritic_share": round(self.diacritic_share, 1),
            "motor_share": round(self.motor_share, 3),
            "doubled_share": round(self.doubled_share, 3),
            "beside_share": round(self.beside_share, 3),
            "groups": self.groups(),
            "confused": {letter: dict(row) for letter, row in self.confused.items()},
            "inserted": {letter: dict(row) for letter, row in self.inserted.items()},
            "rates": {where: _rounded(rates) for where, rates in self.rates.items()},
            "letter_rates": {
                where: {letter: _rounded(rates) for letter, rates in row.items()}
                for where, row in self.letter_rates.items()
            },
        }


def fitted_table(profile: Profile, *, fewest: int = _FEWEST) -> FittedTable:
    """The table of a profile; letters written for others less than `fewest` times are left out."""
    mix = profile.mix()
    seen: Counter[str] = Counter()
    hits: Counter[tuple[str, str]] = Counter()
    for (where, _), count in profile.seen.items():
        seen[where] += count
    for (where, _, kind), count in profile.hits.items():
        hits[where, kind] += count
    rates = {
        where: tuple(hits[where, kind] / seen[where] for kind in KINDS) for where in sorted(seen)
    }
    letter_rates: dict[str, dict[str, tuple[float, ...]]] = {}
    for (where, letter), count in sorted(profile.seen.items()):
        letter_rates.setdefault(where, {})[letter] = tuple(
            (profile.hits[where, letter, kind] + _PRIOR * rate) / (count + _PRIOR)
            for kind, rate in zip(KINDS, rates[where], strict=True)
        )
    return FittedTable(
        language=profile.language,
        shares=tuple(100.0 * mix[kind] for kind in KINDS),
        diacritic_share=100.0 * profile.share("diacritic", "substitute"),
        motor_share=profile.motor_share,
        doubled_share=profile.share("duplicate", "insert"),
        beside_share=profile.share("beside", "insert"),
        confused=_by_letter(profile.confused, fewest),
        inserted=_by_letter(profile.inserted, fewest),
        rates=rates,
        letter_rates=letter_rates,
    )


def _by_letter(counts: Mapping[tuple[str, str], int], fewest: int) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (letter, written), count in sorted(counts.items()):
        if count >= fewest:
            found.setdefault(letter, {})[written] = count
    return found


def _rounded(rates: Sequence[float]) -> list[float]:
    return [round(rate, 4) for rate in rates]
