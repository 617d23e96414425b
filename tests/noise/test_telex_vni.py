"""Vietnamese input errors, seen as text."""

from crosswind.noise.api import perturb_batch
from crosswind.noise.perturbations.telex_vni import supports


def test_a_writer_keeps_to_one_method():
    results = perturb_batch(
        ["tiếng Việt được viết như thế này đấy"] * 400, language="vi", perturbation="telex_vni",
        severity=5, example_ids=list(map(str, range(400))),
    )  # fmt: skip
    by_vni = sum(any(letter.isdigit() for letter in result.text) for result in results)
    assert 20 < by_vni < 80
    for result in results:
        kinds = {any(letter.isdigit() for letter in edit.text) for edit in result.edits}
        letters = [edit.text for edit in result.edits if edit.text[-1] in "sfrxj"]
        assert not (True in kinds and letters)


def test_words_without_marks_stay():
    text = "Con trong sân, OK 12"
    results = perturb_batch(
        [text] * 100, language="vi", perturbation="telex_vni", severity=5,
        example_ids=list(map(str, range(100))),
    )  # fmt: skip
    assert {text[edit.start : edit.end] for one in results for edit in one.edits} == {"sân"}


def test_vietnamese_only():
    assert [supports(tag).level for tag in ("vi", "fr")] == ["full", "unsupported"]
