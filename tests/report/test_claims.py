from dataclasses import asdict
from pathlib import Path
from typing import Any

from crosswind.core.files import write_json
from crosswind.records.claim import Verdict
from crosswind.records.estimate import Interval
from crosswind.report.claims import (
    Stated,
    claim_lines,
    claim_table,
    read_stated,
    verdicts_of,
)
from crosswind.report.study import read_study
from crosswind.report.table import csv_text, tex_text

ROW: dict[str, Any] = {
    "text": "MNLI helps", "kind": "region", "quantity": "robustness_gain", "source": "question",
    "statement": 1, "encoder": "", "arm": "mnli", "against": "none", "over": "arms", "rivals": [],
    "where": {"task": "udpos"}, "expect": "> 0", "margin": None, "untested": "",
}  # fmt: skip
BANDS = tuple(
    Interval(kind=kind, low=0.01, high=0.03, level=0.99, method="made up")
    for kind in ("items", "seeds")
)
SUPPORTED = Verdict(
    claim=ROW, verdict="supported", point=0.02, intervals=BANDS, n_clusters=400, n_seeds=3
)
FACT = Verdict(
    claim={**ROW, "kind": "fact", "arm": "", "against": "", "quantity": "n_targets",
           "where": {}, "expect": "= 9", "statement": 0, "source": ""},
    verdict="met", reason="n_targets: 9", labels=("analogue",),
)  # fmt: skip
STUDY = read_study([], {})
BEFORE = Stated(is_post_hoc=False, scores_before=0)
AFTER = Stated(is_post_hoc=True, scores_before=12)


def test_a_row_says_verdict_interval_n_and_reason() -> None:
    table = claim_table(STUDY, [SUPPORTED, FACT], [BEFORE, AFTER])
    first, second = table.rows
    texts = [cell.text for cell in first]
    assert texts == [
        "1. MNLI helps (question)",
        "robustness_gain · mnli against none · udpos · > 0",
        "supported",
        "",
        "2.0",
        "[1.0, 3.0]",
        "400",
        "3",
    ]
    assert first[4].detail == "[1.0, 3.0]"
    assert first[2].marks == ()
    assert second[2].marks == ("analogue", "post hoc")
    assert [cell.text for cell in second[1:4]] == ["n_targets · = 9", "met", "n_targets: 9"]


def test_ratios_are_not_shown_as_points() -> None:
    ratio = Verdict(
        claim={**ROW, "quantity": "retention"}, verdict="undecided", point=0.91, intervals=BANDS
    )
    (row,) = claim_table(STUDY, [ratio], []).rows
    assert row[4].text == "0.91"
    assert row[1].text == "retention · mnli · udpos · > 0"


def test_numbers_are_unrounded_in_csv_and_special_characters_safe_in_latex() -> None:
    odd = Verdict(claim={**ROW, "text": "=1 & <b>"}, verdict="supported", point=1 / 3)
    table = claim_table(STUDY, [odd], [])
    assert repr(100 * (1 / 3)) in csv_text(table)
    assert r"=1 \& <b>" in tex_text(table)


def test_sentences_count_verdicts_and_say_when_claims_were_made() -> None:
    assert claim_lines([], []) == []
    lines = claim_lines([SUPPORTED, FACT], [BEFORE, AFTER])
    assert lines[0] == "2 claims: 1 supported, 1 met."
    assert "1 of them was added after scores existed (post hoc)." in lines
    assert any("another encoder" in line for line in lines)
    both = claim_lines([SUPPORTED], [BEFORE])
    assert both[-1] == "All were on record in the store before the first score."
    assert len(claim_lines([SUPPORTED], [Stated(is_post_hoc=None, scores_before=0)])) == 1


def test_the_record_of_a_claim_is_read_beside_it(tmp_path: Path) -> None:
    early = {"scores_before": 0, "reported_before": False}
    late = {"scores_before": 3, "reported_before": False}
    known = {"scores_before": 0, "reported_before": True}
    records = (early, late, known, {})
    folders = []
    for number, record in enumerate(records):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        write_json(folders[-1] / "provenance.json", record)
    folders.append(tmp_path / "by-hand")
    found = read_stated(folders)
    assert [item.is_post_hoc for item in found] == [False, True, True, None, None]
    assert found[1].scores_before == 3


def test_verdicts_are_read_from_the_facts() -> None:
    assert verdicts_of({}) == []
    assert verdicts_of({"verdicts": [asdict(SUPPORTED)]}) == [SUPPORTED]
