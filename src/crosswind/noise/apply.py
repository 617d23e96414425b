"""The step `perturb_examples`: clean examples -> perturbed examples, with edits and a summary."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.seeds import derive_seed
from crosswind.noise.batch import Noise, Perturbed, perturb_all, perturb_word_rows
from crosswind.noise.catalogue import supported
from crosswind.noise.cells import Span
from crosswind.noise.dose import errors_of
from crosswind.noise.edits import EditList
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.policy import WORDS, FieldPolicy, field_policies
from crosswind.records.codecs import read_examples, write_edits, write_examples, write_refusal
from crosswind.records.example import Answer, EditRow, Example

LOG = logging.getLogger("crosswind")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerturbParams:
    """What decides the perturbed text.

    Attributes:
        task, kind, split: of the examples; task and split are part of every key.
        language: canonical tag, or a pair of them (`de+en`): each field then has its own, and the
            same noise as in a cell of that language alone.
        perturbation, version: name in the catalogue and its version.
        severity: 1 to 5 (0 copies the examples).
        seed: noise seed.
        sides: which fields, see `policy`.
        kept_fields: fields that are never perturbed.
        copy: 0 for text that is scored; from 1, the number of a copy that trains. A copy draws from
            a stream of its own, which no scored text and no other copy draws from.
        low, high: of a copy, only examples whose draw is at least `low` and below `high` are
            perturbed; the others stay as they are. The draw is uniform in [0, 1).
    """

    task: str
    kind: str
    split: str
    language: str
    perturbation: str
    version: int
    severity: int
    seed: int
    sides: str = "default"
    kept_fields: tuple[str, ...] = ()
    copy: int = 0
    low: float = 0.0
    high: float = 1.0

    @property
    def stream(self) -> str:
        """The split as it stands in the keys: a copy is a split of its own."""
        return f"{self.split} (training copy {self.copy})" if self.copy else self.split

    def acts_on(self, example_id: str) -> bool:
        """Whether the draw of an example is between `low` and `high`."""
        drawn = derive_seed(self.seed, "share", self.task, self.stream, example_id) / 2**64
        return self.low <= drawn < self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A perturbed field of all examples: its edit lists by row, and the source texts."""

    field: str
    sources: Sequence[str]
    results: Sequence[str]
    edits: Sequence[EditList]
    flags: Sequence[tuple[str, ...]]


def perturb_examples(
    params: PerturbParams, *, examples: Path, out: Path, options: RunOptions
) -> dict[str, object]:
    """Perturb the fields that the policy names; ids, labels and tags stay.

    Writes `examples.parquet` and `edits.parquet`. The summary counts examples, changed examples,
    eligible examples (what the perturbation could change at severity 5), realized character and
    word error rates, the shares of edit shapes, and refused edits.

    Where the perturbation has nothing to act on in the whole cell, `refused.json` says so: the cell
    is never scored, because unchanged text would look robust.

    Of a copy that trains, all examples are written; what is counted are those it acts on.

    Raises:
        DataError: if an answer does not stand where its example says.
        ConfigError: for an unsupported cell or a wrong setting.
    """
    everything = read_examples(examples)
    clean = [example for example in everything if params.acts_on(example.example_id)]
    noisy, rows, changed = clean, [], []
    eligible: set[str] = set()
    fields = tuple(clean[0].texts) if clean else ()
    for policy in field_policies(params.kind, params.sides, fields, params.kept_fields):
        setting = _noise(params, policy)
        eligible |= _eligible(setting, clean, policy)
        noisy, one = _perturb_field(setting, clean, noisy, policy)
        changed.append(one)
        rows += _edit_rows(clean, one, policy)
    if clean and not eligible:
        write_refusal(
            out,
            f"{params.perturbation} finds nothing to change in {len(clean)} {params.language} "
            "texts",
        )
    acted_on = {example.example_id: example for example in noisy}
    write_examples(out, [acted_on.get(example.example_id, example) for example in everything])
    write_edits(out, rows)
    return _summary(clean, noisy, eligible, changed)


def _noise(params: PerturbParams, policy: FieldPolicy) -> Noise:
    """The noise of one field, in its own language."""
    language = policy.language(params.language)
    declared = supported(params.perturbation, language)
    if declared.version != params.version:
        raise DataError(
            "the plan was made for another version of the perturbation",
            place=params.perturbation,
            value=params.version,
            allowed=str(declared.version),
            action="Plan again.",
        )
    return Noise(
        perturbation=declared,
        language=language,
        severity=params.severity,
        seed=params.seed,
        dataset=params.task,
        split=params.stream,
        field=policy.field,
        guard=policy.guard,
    )


def _eligible(noise: Noise, clean: Sequence[Example], policy: FieldPolicy) -> set[str]:
    """Ids of the examples that the perturbation could change at its full strength."""
    full = replace(_whole(noise), severity=5)
    _, one = _perturb_field(full, clean, clean, policy)
    pairs = zip(_row_owners(clean, policy), one.edits, strict=True)
    return {clean[owner].example_id for owner, edits in pairs if edits}


def _whole(noise: Noise) -> Noise:
    """The same noise with a ladder that ends where every example with a site is hit."""
    declared = noise.perturbation
    assert isinstance(declared, Perturbation)
    return replace(noise, perturbation=declared.at_full_strength())


def _row_owners(clean: Sequence[Example], policy: FieldPolicy) -> list[int]:
    if policy.field != WORDS:
        return list(range(len(clean)))
    return [index for index, example in enumerate(clean) for _ in example.words]


def _perturb_field(
    noise: Noise, clean: Sequence[Example], noisy: Sequence[Example], policy: FieldPolicy
) -> tuple[list[Example], Changed]:
    ids = [example.example_id for example in clean]
    if policy.field == WORDS:
        rows = perturb_word_rows(noise, [example.words for example in clean], example_ids=ids)
        result = [
            replace(example, words=row.words) for example, row in zip(noisy, rows, strict=True)
        ]
        return result, Changed(
            field=WORDS,
            sources=[word for example in clean for word in example.words],
            results=[word for row in rows for word in row.words],
            edits=[edits for row in rows for edits in row.edits],
            flags=[row.flags for row in rows],
        )
    sources = [_text(example, policy.field) for example in clean]
    spans = [_answer_spans(example) if policy.has_answers else () for example in clean]
    perturbed = perturb_all(noise, sources, example_ids=ids, spans=spans)
    result = [
        _with_text(example, policy, one) for example, one in zip(noisy, perturbed, strict=True)
    ]
    return result, Changed(
        field=policy.field,
        sources=sources,
        results=[one.text for one in perturbed],
        edits=[one.edits for one in perturbed],
        flags=[one.flags for one in perturbed],
    )


def _text(example: Example, field: str) -> str:
    if field not in example.texts:
        raise DataError(
            "the example has no such field",
            place=f"example {example.example_id}",
            value=field,
            allowed=tuple(example.texts),
        )
    return example.texts[field]


def _answer_spans(example: Example) -> tuple[Span, ...]:
    context = _text(example, "context")
    spans = []
    for answer in example.answers:
        end = answer.start + len(answer.text)
        if answer.start < 0 or context[answer.start : end] != answer.text:
            raise DataError(
                "the answer does not stand where it should",
                place=f"example {example.example_id}, code point {answer.start}",
                value=answer.text,
                nearest=context[max(answer.start, 0) : end],
                action="Re-key the offsets of the file to code points.",
            )
        spans.append((answer.start, end))
    return tuple(spans)


def _with_text(example: Example, policy: FieldPolicy, perturbed: Perturbed) -> Example:
    texts = {**example.texts, policy.field: perturbed.text}
    if not policy.has_answers:
        return replace(example, texts=texts)
    answers = tuple(
        Answer(start=low, text=perturbed.text[low:high]) for low, high in perturbed.spans
    )
    return replace(example, texts=texts, answers=answers)


def _edit_rows(clean: Sequence[Example], one: Changed, policy: FieldPolicy) -> list[EditRow]:
    owners = _row_owners(clean, policy)
    rows, place, last = [], -1, -1
    for owner, edits in zip(owners, one.edits, strict=True):
        place = place + 1 if owner == last else 0
        last = owner
        name = f"{WORDS}:{place}" if policy.field == WORDS else policy.field
        rows += [
            EditRow(
                example_id=clean[owner].example_id,
                field=name,
                start=edit.start,
                end=edit.end,
                text=edit.text,
            )
            for edit in edits
        ]
    return rows


def _summary(
    clean: Sequence[Example],
    noisy: Sequence[Example],
    eligible: set[str],
    changed: Sequence[Changed],
) -> dict[str, object]:
    shapes: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    n_edits = n_characters = n_wrong_characters = n_words = n_wrong_words = 0
    for one in changed:
        n_characters += sum(map(len, one.sources))
        refused.update(flag for flags in one.flags for flag in flags if flag != "unchanged")
        for source, edits in zip(one.sources, one.edits, strict=True):
            words = 1 if one.field == WORDS else len(source.split())
            n_words += words
            n_edits += len(edits)
            errors = errors_of(source, edits)
            n_wrong_characters += errors.characters
            n_wrong_words += errors.words if one.field != WORDS else bool(edits)
            shapes.update(_shape(edit.end - edit.start, len(edit.text)) for edit in edits)
    n_changed = sum(before != after for before, after in zip(clean, noisy, strict=True))
    summary: dict[str, Any] = {
        "n_examples": len(clean),
        "n_eligible": len(eligible),
        "n_changed": n_changed,
        "n_edits": n_edits,
        "character_error_rate": n_wrong_characters / n_characters if n_characters else 0.0,
        "word_error_rate": n_wrong_words / n_words if n_words else 0.0,
        "operation_shares": {name: count / n_edits for name, count in sorted(shapes.items())},
        "refused": dict(sorted(refused.items())),
    }
    return summary


def _shape(removed: int, written: int) -> str:
    if removed == 0:
        return "insert"
    if written == 0:
        return "delete"
    return "transpose" if removed == written == 2 else "substitute"
