"""Which mined pairs are extracted: all, or those above a threshold tuned on other pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswind.core.errors import ConfigError, DataError, require_one_of
from crosswind.core.hashing import text_digest
from crosswind.evaluate.metrics import joined
from crosswind.evaluate.rankings import average_precision
from crosswind.evaluate.threshold import tuned_threshold
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction

# How the threshold is chosen.
THRESHOLDS = ("none", "tuned", "cross_fitted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """Query sentences with the pair that was found for each.

    Attributes:
        examples: with their right partners in `gold_ids`.
        predictions: one an example, in the same order; `predicted` is empty where no pair was
            found, else its score is the margin.
    """

    examples: Sequence[Example]
    predictions: Sequence[Prediction]

    @classmethod
    def of(
        cls, examples: Sequence[Example], predictions: Sequence[Prediction], *, place: str
    ) -> "Mined":
        """Examples joined one to one with their predictions."""
        return cls(examples=examples, predictions=joined(examples, predictions, place=place))

    def half(self, number: int) -> "Mined":
        """The examples of half of the clusters, by a hash of `parallel_id`: 0 or 1."""
        inside = [half_of(example) == number for example in self.examples]
        return Mined(
            examples=[item for item, kept in zip(self.examples, inside, strict=True) if kept],
            predictions=[row for row, kept in zip(self.predictions, inside, strict=True) if kept],
        )

    def threshold(self, place: str) -> float:
        """The threshold that these pairs give.

        Raises:
            DataError: if no sentence has a partner.
        """
        n_gold = sum(len(example.gold_ids) for example in self.examples)
        if not n_gold:
            raise DataError(
                "no threshold can be tuned: no sentence has a partner",
                place=place,
                allowed="at least one gold pair in the part, or half, that the threshold is from",
                action="Give more examples, or a tuning part with gold.",
            )
        scores, is_right = self._scored()
        return tuned_threshold(scores, is_right, n_gold)

    def average_precision(self) -> float:
        """Average precision of all pairs by score, in [0, 1]; needs no threshold."""
        scores, is_right = self._scored()
        return average_precision(
            scores, is_right, sum(len(example.gold_ids) for example in self.examples)
        )

    def _scored(self) -> tuple[list[float], list[bool]]:
        found = [
            (float(row.score), row.predicted in example.gold_ids)
            for example, row in zip(self.examples, self.predictions, strict=True)
            if row.predicted
        ]
        return [score for score, _ in found], [right for _, right in found]


def half_of(example: Example) -> int:
    """The half, 0 or 1, that an example's cluster is in."""
    return int(text_digest(example.parallel_id)[:8], 16) % 2


def extracted(
    mined: Mined, threshold: str, tuning: Mined | None, *, place: str
) -> tuple[list[Prediction], list[float]]:
    """(predictions, thresholds): pairs below the threshold are taken back.

    "none": every pair counts. "tuned": one threshold, from the tuning part (BUCC: dev, for test).
    "cross_fitted": where only one part is labelled, it is cut in two halves of clusters, and each
    is extracted at the threshold of the other; the tuning part, if given, is the same part under
    other conditions (clean text, for a noisy one).

    Raises:
        ConfigError: if a tuning part is missing, or given for nothing.
        DataError: if a part to tune on has no gold pair.
    """
    require_one_of(threshold, THRESHOLDS, problem="unknown threshold", place="threshold")
    if (threshold == "tuned") != (tuning is not None) and threshold != "cross_fitted":
        raise ConfigError(
            "a tuned threshold and a part to tune on belong together",
            place="threshold",
            value=threshold,
            allowed='"tuned" with tuning examples and predictions, "none" without',
            action="Give both or neither.",
        )
    if threshold == "none":
        return list(mined.predictions), []
    source = tuning or mined
    if threshold == "tuned":
        thresholds = [source.threshold(place)]
    else:
        thresholds = [source.half(1 - number).threshold(place) for number in (0, 1)]
    return [
        row
        if row.score >= thresholds[half_of(example) % len(thresholds)]
        else replace(row, predicted="")
        for example, row in zip(mined.examples, mined.predictions, strict=True)
    ], thresholds
