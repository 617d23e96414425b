"""The candidates that examples are searched in: read once for all jobs that share them."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.core.errors import DataError
from crosswind.model.texts import TextRow, text_rows
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.example import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """One pool, read.

    Attributes:
        ids: of the candidates, in their order.
        texts: all text fields of each, joined by line breaks: what makes two candidates one.
        rows: what the encoder reads of each.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    rows: tuple[TextRow, ...]

    def by_input(self) -> dict[ModelInput, list[str]]:
        """The ids behind each distinct model input, in the order of the candidates."""
        found: dict[ModelInput, list[str]] = {}
        for candidate_id, row in zip(self.ids, self.rows, strict=True):
            found.setdefault(row.read, []).append(candidate_id)
        return found


def read_candidates(
    pool: Sequence[Example], reader: PieceReader, max_tokens: int, *, place: str
) -> Candidates:
    """Tokenise a pool. Its text fields, one or two, are read in the order in which they stand.

    Raises:
        DataError: if there are none, an id stands twice, or their fields differ.
    """
    if not pool:
        raise DataError(
            "there are no candidates to search in",
            place=place,
            allowed="at least one candidate",
            action="Check the task's files.",
        )
    fields = tuple(pool[0].texts)
    seen: set[str] = set()
    for candidate in pool:
        if tuple(candidate.texts) != fields:
            raise DataError(
                f"candidate {candidate.example_id!r} has other text fields than the first",
                place=place,
                value=tuple(candidate.texts),
                allowed=fields,
                action="Give all candidates of a pool the same fields.",
            )
        if candidate.example_id in seen:
            raise DataError(
                "two candidates of one pool have one id",
                place=place,
                value=candidate.example_id,
                allowed="ids that differ over all languages of the pool",
                action="Put the language into the ids of the candidates.",
            )
        seen.add(candidate.example_id)
    return Candidates(
        ids=tuple(candidate.example_id for candidate in pool),
        texts=tuple(joined_text(candidate, fields) for candidate in pool),
        rows=tuple(text_rows(pool, fields, reader, max_tokens)),
    )


def joined_text(example: Example, fields: Sequence[str]) -> str:
    """The texts of some fields as one, to tell distinct ones apart."""
    return "\n".join(example.texts[field] for field in fields)
