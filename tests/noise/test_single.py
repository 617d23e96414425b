"""One plain text without arrays is what the engine makes of it, for the whole catalogue."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.noise import stages
from crosswind.noise.api import perturb
from crosswind.noise.batch import Noise, perturb_all
from crosswind.noise.catalogue import PERTURBATIONS, XTREME_R, support
from crosswind.noise.columns import lay_out
from crosswind.noise.engine import settle
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import Proposals
from crosswind.noise.single import FEW, is_single, settle_one
from tests.noise.examples.smileys import PERTURBATION as SMILEYS
from tests.noise.laws import EXAMPLES
from tests.noise.samples import SENTENCES

ALL = [*map(PERTURBATIONS.get, PERTURBATIONS.names()), *EXAMPLES]


@st.composite
def proposals(draw: st.DrawFn, n: int) -> Proposals:
    """Stretches and insertions anywhere, a little beyond the text too."""
    rows = []
    for rank in draw(st.lists(st.integers(0, 9), max_size=9)):
        low = draw(st.integers(0, n - 1))
        if draw(st.booleans()):
            rows.append((low, low + draw(st.sampled_from([0, 1])), 0, rank))
        else:
            rows.append((low, low, draw(st.integers(1, 3)), rank))
    texts = [draw(st.sampled_from(["", "x", "ab", "a"])) if row[2] else "!" for row in rows]
    low, start, width, rank = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    length = np.array([len(text) for text in texts], dtype=np.int64)
    return Proposals(
        start=start,
        end=start + width,
        pool=np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4"),
        offset=np.cumsum(length) - length,
        length=length,
        rank=rank.astype(np.uint32),
        low=low,
        high=np.maximum(low, start + width - 1),
        window=draw(st.integers(0, 2)),
        op=np.zeros(len(rows), dtype=np.uint8),
    )


@settings(max_examples=150)
@given(st.data())
def test_proposals_become_the_same_edits(data):
    text = data.draw(st.text("abc", min_size=1, max_size=8))
    columns = lay_out([text], np.array([1], dtype=np.uint64), None, language="en", guarded=False)
    found = data.draw(proposals(len(text)))
    assert is_single(columns, found)
    outcome = settle(columns, found)
    new, edits, reasons = settle_one(columns, found)
    assert new == outcome.text
    assert tuple(edits) == outcome.edits_between(0, len(outcome.edits.low), 0)
    assert list(reasons) == list(outcome.refused_by)


@pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)
def test_every_perturbation_in_every_language(perturbation: Perturbation, monkeypatch):
    tags = [tag for tag in XTREME_R if support(perturbation, tag).level != "unsupported"]

    def results() -> list:
        return [
            perturb_all(
                Noise(perturbation=perturbation, language=tag, severity=severity),
                [SENTENCES[tag]],
                example_ids=["7"],
            )
            for tag in tags
            for severity in (3, 5)
        ]

    quick = results()
    monkeypatch.setattr(stages, "is_single", lambda *_: False)
    assert quick == results()


def test_spans_that_end_with_the_text_are_mapped_too():
    spans = [(0, 0), (0, 3), (3, 3)]
    setting = {"language": "en", "perturbation": SMILEYS, "severity": 1, "spans": spans}
    result = perturb("sea", **setting)
    assert result.text[:3] == "sea"
    assert result.spans == ((0, 0), (0, 3), (len(result.text), len(result.text)))


def test_many_proposals_are_left_to_the_engine():
    columns = lay_out(["ab" * FEW], np.array([1]), None, language="en", guarded=False)
    at = np.arange(FEW + 1)
    many = Proposals(
        start=at,
        end=at + 1,
        pool=np.zeros(1, dtype=np.uint32),
        offset=at * 0,
        length=at * 0,
        rank=at.astype(np.uint32),
        low=at,
        high=at,
        op=at.astype(np.uint8),
    )
    assert not is_single(columns, many)
    assert is_single(columns, many.only(at[1:]))
