"""The best answer span over the windows of a context."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.evaluate.pool import Floats
from crosswind.model.windows import SpanWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points `start` to `end` of a context, and the sum of both logits."""

    start: int = -1
    end: int = -1
    score: float = 0.0

    def text(self, context: str) -> str:
        """The answer; empty if there is none."""
        return context[self.start : self.end] if self.start >= 0 else ""


def null_score(logits: Sequence[Floats]) -> float:
    """How well no answer does: start + end logit of the first token, lowest over the windows.

    Source: Devlin et al. 2019, section 4.3, and the SQuAD v2.0 script that came with it.

    Args:
        logits: of each window, shape (T, 2).
    """
    return min(float(values[0].astype(np.float64).sum()) for values in logits)


def best_span(
    windows: Sequence[SpanWindow], logits: Sequence[Floats], *, max_answer_tokens: int
) -> Span:
    """The span of highest start logit + end logit, over all windows.

    Source: Devlin et al. 2019, section 4.2; answers are at most `max_answer_tokens` tokens long,
    start and end on visible text of the context. The earliest span wins ties.

    Args:
        windows: of one example.
        logits: of each window, shape (T, 2).
        max_answer_tokens: longest answer.

    Returns:
        The span; without any visible context, an empty one.
    """
    best = Span()
    found = False
    for window, values in zip(windows, logits, strict=True):
        n = len(window.offsets)
        if n == 0:
            continue
        visible = np.array([start < end for start, end in window.offsets])
        inside = values[window.first : window.first + n].astype(np.float64)
        starts = np.where(visible, inside[:, 0], -np.inf)
        ends = np.where(visible, inside[:, 1], -np.inf)
        length = min(max_answer_tokens, n)
        padded = np.concatenate([ends, np.full(length - 1, -np.inf)])
        sums = starts[:, None] + np.lib.stride_tricks.sliding_window_view(padded, length)
        first, extra = np.unravel_index(int(np.argmax(sums)), sums.shape)
        score = float(sums[first, extra])
        if np.isfinite(score) and (not found or score > best.score):
            start, end = window.offsets[first][0], window.offsets[first + extra][1]
            best, found = Span(start=start, end=end, score=score), True
    return best
