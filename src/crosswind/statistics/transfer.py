"""Transfer between languages and from intermediate tasks, on clean or on equally noisy text.

All functions work on numbers and on arrays; scores are fractions, larger is better.
"""

from typing import Any


def transfer_gap(source: Any, targets: Any) -> Any:
    """Score in the source language minus the mean score over the target languages.

    Zero is perfect transfer; a low gap beside a low source score is no virtue. Undefined for tasks
    without a source-language score. Source: XTREME (arXiv:2003.11080), cross-lingual transfer gap.
    """
    return source - targets


def intermediate_gain(arm: Any, against: Any) -> Any:
    """Score of an arm minus the score of the arm it is held against, in the same condition.

    Source: the differences to the baseline of arXiv:1811.01088 and arXiv:2005.13013.
    """
    return arm - against


def noise_transfer_gap(target_drop: Any, source_drop: Any) -> Any:
    """Robustness drop in the target languages minus the drop in the source language.

    Positive: noise costs more where no labelled text was seen. Equal severities, not equal damage
    to words: read it beside the realized dose.
    """
    return target_drop - source_drop
