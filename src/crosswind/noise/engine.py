"""The engine: proposals -> kept edits -> new texts and offset maps, for a whole batch at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.edits import Edit
from crosswind.noise.guards import is_guarded, joins_guarded
from crosswind.noise.proposals import Proposals
from crosswind.noise.stretches import Positions, counted, spread
from crosswind.noise.syllables import SPACE, kinds_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The perturbed batch.

    Attributes:
        columns: the source texts.
        edits: kept edits, in order of position.
        shifts: how far the text behind each number of edits has moved.
        offsets: dense map: where each source position stands in the joined result, and its length
            at the end.
        text: the joined result.
        refused_by: reason -> for each text, how many proposals were refused for it.
    """

    columns: Columns
    edits: Proposals
    shifts: Positions
    offsets: Positions
    text: str
    refused_by: dict[str, NDArray[np.int64]]

    def cut(self, starts: Positions) -> tuple[Positions, Positions]:
        """First edit of each of some texts (or words), and where each starts in the joined result.

        What is inserted at the end of one still belongs to it.

        Args:
            starts: where the texts start in the source, and the end of the last.
        """
        first = np.searchsorted(self.edits.low, starts, side="left")
        return first, starts + self.shifts[first]

    def edits_between(self, low: int, high: int, origin: int) -> tuple[Edit, ...]:
        """The edits with index `low` to `high`, in offsets from position `origin`."""
        edits = self.edits
        starts = (edits.start[low:high] - origin).tolist()
        ends = (edits.end[low:high] - origin).tolist()
        texts = []
        rows = zip(edits.offset[low:high].tolist(), edits.length[low:high].tolist(), strict=True)
        for offset, length in rows:
            texts.append("".join(map(chr, edits.pool[offset : offset + length].tolist())))
        return tuple(map(Edit, starts, ends, texts))


def settle(columns: Columns, proposals: Proposals) -> Outcome:
    """Refuse what must not happen, let neighbors compete, and write the result."""
    order = np.argsort(proposals.low, kind="stable")
    admitted, refused = _admitted(columns, proposals.only(order))
    wins = _wins(columns, admitted)
    kept = admitted if wins.all() else admitted.only(wins)
    drop = _empties_cell(columns, kept)
    if columns.guarded:
        drop |= joins_guarded(columns, kept)
    return _written(columns, kept.only(~drop) if drop.any() else kept, refused)


def _admitted(
    columns: Columns, proposals: Proposals
) -> tuple[Proposals, dict[str, NDArray[np.int64]]]:
    """Proposals that touch nothing forbidden. No reason for refusal depends on severity."""
    if columns.n == 0 or len(proposals.start) == 0:
        return proposals, {}
    left, right, outside = _reach(columns, proposals)
    cells = columns.cell_of(np.stack([left, right]))
    fenced = outside | (cells[0] != cells[1])
    shielded = _is_shielded(columns, proposals, left, right)
    reasons = {"fence": fenced, "protected": shielded & ~fenced}
    if columns.is_words:
        spaced = _adds_space(proposals) | _touches_space(columns, proposals)
        reasons["space"] = spaced & ~fenced & ~shielded
    if columns.guarded:
        free = ~np.logical_or.reduce(list(reasons.values()))
        reasons["guard"] = free & is_guarded(columns, proposals)
    fine = ~np.logical_or.reduce(list(reasons.values()))
    counts = {
        reason: np.bincount(columns.text_of(proposals.low[mask]), minlength=len(columns.starts))
        for reason, mask in reasons.items()
        if mask.any()
    }
    admitted = proposals if fine.all() else proposals.only(fine)
    changes = _changes(columns, admitted)
    return admitted if changes.all() else admitted.only(changes), counts


def _reach(
    columns: Columns, proposals: Proposals
) -> tuple[Positions, Positions, NDArray[np.bool_]]:
    """First and last character that each edit touches, and whether it leaves its text (or word).

    An insertion touches the characters on both sides; at an edge of its text, the only one.
    """
    low, high = proposals.low, proposals.high
    begin, end = columns.unit_bounds(low)
    inserts = proposals.start == proposals.end
    outside = (proposals.start < begin) | (np.maximum(proposals.end, high + 1) > end)
    left = np.where(inserts, np.maximum(proposals.start - 1, begin), low)
    right = np.where(inserts, np.minimum(proposals.start, end - 1), np.minimum(high, end - 1))
    return left, right, outside


def _is_shielded(
    columns: Columns, proposals: Proposals, left: Positions, right: Positions
) -> NDArray[np.bool_]:
    if len(columns.protected) == 0:
        return np.zeros(len(left), dtype=np.bool_)
    low, high = proposals.low, proposals.high
    shielded = columns.is_protected(low) | columns.is_protected(high)
    # A protected stretch that lies within the edit shows at neither end, and one that an insertion
    # would split shows at both sides.
    borders = np.searchsorted(columns.protected, [low, high], side="right")
    shielded |= borders[0] != borders[1]
    inserts = proposals.start == proposals.end
    shielded |= inserts & columns.is_protected(left) & columns.is_protected(right)
    return shielded


def _changes(columns: Columns, proposals: Proposals) -> NDArray[np.bool_]:
    """Whether each edit changes anything: what it writes is not what stands there."""
    changes: NDArray[np.bool_] = proposals.end - proposals.start != proposals.length
    same = (~changes).nonzero()[0]
    which, place = spread(proposals.length[same])
    which = same[which]
    written = proposals.pool[proposals.offset[which] + place]
    changes[which[written != columns.points[proposals.start[which] + place]]] = True
    return changes


def _adds_space(proposals: Proposals) -> NDArray[np.bool_]:
    if len(proposals.pool) == 0:
        return np.zeros(len(proposals.start), dtype=np.bool_)
    passed = np.concatenate([[0], np.cumsum(kinds_of(proposals.pool) == SPACE)])
    adds: NDArray[np.bool_] = passed[proposals.offset + proposals.length] > passed[proposals.offset]
    return adds


def _touches_space(columns: Columns, proposals: Proposals) -> NDArray[np.bool_]:
    which, place = spread(proposals.end - proposals.start)
    # An edit that leaves its word is refused for that.
    at = np.minimum(proposals.start[which] + place, columns.n - 1)
    spaces = columns.kinds[at] == SPACE
    touches = np.zeros(len(proposals.start), dtype=np.bool_)
    touches[which[spaces]] = True
    return touches


def _wins(columns: Columns, proposals: Proposals) -> NDArray[np.bool_]:
    """Whether each proposal ranks before every proposal in its conflict window.

    Strict local minima nest: raising the severity only adds proposals that rank behind, which
    displace nothing.
    """
    low, high, rank = proposals.low, proposals.high, proposals.rank
    n = len(low)
    wins = np.ones(n, dtype=np.bool_)
    reach = np.maximum.accumulate(high) if n else high
    # The end of a text (or word) and the start of the next are no neighbors.
    unit = columns.unit_starts.searchsorted(low, "right")
    lag = 1
    while lag < n:
        gap = low[lag:] - proposals.window
        if not (gap <= reach[:-lag]).any():
            break
        clash = ((gap <= high[:-lag]) & (unit[lag:] == unit[:-lag])).nonzero()[0]
        one, other = clash, clash + lag
        wins[one[rank[one] >= rank[other]]] = False
        wins[other[rank[other] >= rank[one]]] = False
        lag += 1
    return wins


def _empties_cell(columns: Columns, kept: Proposals) -> NDArray[np.bool_]:
    """The latest deletion (by rank) of each cell that would lose all its characters.

    Taking the latest keeps severities nested: with fewer edits the cell is not emptied.
    """
    drop = np.zeros(len(kept.start), dtype=np.bool_)
    begin, end = columns.cell_bounds(kept.low)
    # Whoever empties a cell deletes its first character.
    suspects = np.flatnonzero((kept.length == 0) & (kept.start == begin))
    for index in suspects.tolist():
        inside = slice(*np.searchsorted(kept.low, (begin[index], end[index])).tolist())
        left = kept.length[inside].sum() - (kept.end[inside] - kept.start[inside]).sum()
        if left + end[index] - begin[index] <= 0:
            drop[inside.start + int(np.argmax(kept.rank[inside]))] = True
    return drop


def _written(columns: Columns, edits: Proposals, refused: dict[str, NDArray[np.int64]]) -> Outcome:
    """Scatter the unedited characters and the replacements into the result."""
    n = columns.n
    delta = edits.length - (edits.end - edits.start)
    passed = np.concatenate([[0], np.cumsum(delta)])
    total = n + int(passed[-1])
    # An offset is moved by every edit that ends at or before it.
    repeats = np.diff(np.concatenate([[0], edits.end, [n + 1]]))
    offsets = np.repeat(passed, repeats)
    offsets += counted(n + 1)
    # A replaced character is written where its replacement goes, and is overwritten by it or by
    # the characters after it, since later writes win; the slack takes those past the end.
    slack = int((edits.end - edits.start).max()) if len(delta) else 0
    result = np.empty(total + slack, dtype=np.dtype("<u4"))
    result[offsets[:-1]] = columns.points
    which, place = spread(edits.length)
    new_start = edits.start + passed[:-1]
    result[new_start[which] + place] = edits.pool[edits.offset[which] + place]
    return Outcome(
        columns=columns,
        edits=edits,
        shifts=passed,
        offsets=offsets,
        text=str(result[:total].data, "utf-32-le"),
        refused_by=refused,
    )
