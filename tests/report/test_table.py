import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.estimate import Estimate, Interval
from crosswind.report.table import Table, csv_text, estimate_cell, number, tex_text, word

VALUE = 0.1234567891234
ESTIMATE = Estimate(
    quantity="score", where={}, point=VALUE, marks=("embedded",),
    intervals=(Interval(kind="items", low=0.1, high=0.2, level=0.95, method="m"),),
)  # fmt: skip


def one(name: str) -> Table:
    return Table(
        name="t", caption="c", columns=("arm", "score", "n"),
        rows=((word(name), estimate_cell(ESTIMATE, signed=True), number(None, "")),),
    )  # fmt: skip


@settings(max_examples=40)
@given(st.text(max_size=12).filter(lambda text: "\r" not in text and "\x00" not in text))
def test_csv_reads_back(name: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(one(name)), newline="")))
    assert rows[0] == ["arm", "score", "score: low", "score: high", "n", "marks"]
    assert rows[1][0].removeprefix("'") == name.removeprefix("'")
    assert rows[1][1:] == [repr(100 * VALUE), "10.0", "20.0", "", "embedded"]


def test_no_cell_of_csv_is_a_formula() -> None:
    assert "'=HYPERLINK" in csv_text(one("=HYPERLINK(1)"))


def test_latex_is_escaped_and_rounded() -> None:
    text = tex_text(one("a_b & 50% \\input{x}"))
    assert r"a\_b \& 50\% \textbackslash{}input\{x\} & +12.3 [10.0, 20.0] &  \\" in text
    assert text.count("&") - text.count(r"\&") == 4


def test_a_missing_estimate_is_a_dash() -> None:
    assert estimate_cell(None).text == "\N{EN DASH}"
    assert estimate_cell(None).value is None
