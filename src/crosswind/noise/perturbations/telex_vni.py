"""Errors of typing Vietnamese: keys of Telex or VNI stay over, tones are wrong or misplaced."""

import numpy as np

from crosswind.noise import telex
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold

# Writers who type by VNI; all others type by Telex. Ours.
_BY_VNI = 0.15


def supports(language: str) -> Support:
    """Vietnamese."""
    if language.split("-")[0] == "vi":
        return Support(level="full", reason="keys of Telex and VNI")
    return Support(level="unsupported", reason="the language is not typed by Telex or VNI")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One error in a word with marks, with probability `strength`."""
    draws = columns.draws[columns.words.start]
    fired = columns.words.only(np.flatnonzero(draws < threshold(strength)))
    texts = fired.texts(columns.text)
    marked = np.flatnonzero([telex.is_marked(word) for word in texts])
    if len(marked) == 0:
        return nothing()
    at = fired.only(marked)
    by_vni = (columns.example_draws(3) < threshold(_BY_VNI))[columns.text_of(at.start)].tolist()
    drawn = columns.stream(at.start, 2).tolist()
    new = [
        telex.mistyped(texts[index], draw, by_vni=vni)
        for index, vni, draw in zip(marked.tolist(), by_vni, drawn, strict=True)
    ]
    return replace(columns, at, new, strength=strength)


PERTURBATION = Perturbation(
    name="telex_vni",
    family="input method",
    version=1,
    summary="Vietnamese words with keys of Telex or VNI left over, or a wrong or misplaced tone",
    mechanism=(
        "A word with marks gets one error: the key of its tone stays over at the end (25%; tiếng "
        "-> tiêngs, by VNI tiêng1), that of another mark stays over (10%), all keys do (15%; "
        "tieengs), the key beside that of the tone was pressed (15%; s/x, f/r), the tone stands on "
        "another vowel (15%), or a key was missed (20%). A way that a word does not allow gives "
        "way to the next. 15% of the writers type by VNI."
    ),
    unit="probability a word",
    ladder=(0.01, 0.04, 0.08, 0.16, 0.30),
    nested=True,
    evidence="declared",
    source="Ladder and shares are ours; no rates of Vietnamese errors were at hand.",
    keeps=(
        "The label, where the meaning guard keeps negators and digits; a wrong tone may make "
        "another word. Words keep their count."
    ),
    example=("vi", "Bà hàng xóm dắt con chó già đi dạo trong công viên trước bữa ăn."),
    supports=supports,
    propose=propose,
    tables=("telex.py",),
)
