"""Respelling: which rules match where."""

import numpy as np
import pytest

from crosswind.noise.columns import lay_out
from crosswind.noise.orthography import rules_of
from crosswind.noise.respelling import rule_table


def options(text: str, language: str, at: int) -> set[str]:
    """All that may be written for what starts at a position."""
    columns = lay_out([text], np.array([1], np.uint64), None, language=language, guarded=False)
    table = rule_table(language)
    _, rule = table.matches(columns, np.array([at]))
    assert table.can_match(columns, np.array([at])).tolist() == [len(rule) > 0]
    return {rules_of(language)[one].target for one in rule.tolist()}


@pytest.mark.parametrize(
    ("language", "text", "at", "some", "never"),
    [
        ("de", "Straße", 4, {"ss", "s"}, {"z"}),
        ("ru", "учиться", 3, {"тся"}, set()),
        ("ru", "жизнь", 0, {"жы"}, set()),
        ("ar", "مدرسة", 4, {"ه"}, set()),
        ("ar", "اهل", 1, set(), {"ة"}),
        ("es", "hablar", 0, {""}, set()),
        ("el", "είναι", 1, set(), {"ή", "ύ"}),
        ("pl", "rzeka", 0, {"ż"}, {"s"}),
        ("fi", "maa", 1, {"a"}, {"aaa"}),
        ("hi", "कि", 1, {"ी"}, set()),
        ("hi", "पड़", 1, {"ड"}, set()),
        ("tr", "ağaç", 1, {"", "g", "y"}, set()),
        ("ko", "개미", 0, {"게"}, set()),
        ("vi", "sáng", 0, {"x"}, set()),
        ("vi", "tháng", 3, {"n"}, {"l"}),
    ],
)
def test_known_confusions(language, text, at, some, never):
    found = options(text, language, at)
    assert some <= found
    assert not never & found
