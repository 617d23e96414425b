"""Stretched letters, script by script."""

import pytest

from crosswind.noise.perturbations.elongate import stretched, supports


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("en", "good", {"good+o", "good+d"}),
        ("en", "I", {"I"}),
        ("vi", "quá", {"quá+a"}),
        ("el", "πολύ", {"πολύ+υ"}),
        ("ru", "очень", {"очень+е", "очень+ь"}),
        ("ar", "جميل", {"جميل+ي"}),
        ("hi", "अच्छी", {"अच्छी+ई"}),
        ("hi", "बहुत", {"बहुत"}),
        ("ta", "போகலாமா", {"போகலாமா+ஆ"}),
        ("ko", "좋아", {"좋아+아"}),
        ("ko", "책", {"책"}),
        ("ko", "ㅋㅋ", {"ㅋㅋ+ㅋ"}),
        ("ja", "よ", {"よ+ー"}),
        ("ja", "犬", {"犬"}),
        ("th", "มาก", {"มาก+ก"}),
        ("zh", "啊", {"啊+啊"}),
        ("tr", "güzel", {"güzel+e", "güzel+l"}),
    ],
)
def test_what_is_stretched(language, word, expected):
    found = set()
    for draw in range(0, 1 << 16, 97):
        place, text = stretched(word, language, draw)
        assert len(set(text)) <= 1
        assert len(text) <= 4
        assert 0 <= place < len(word)
        found.add(f"{word}+{text[0]}" if text else word)
    assert found == expected


def test_support_is_honest():
    assert supports("zh").level == "conditional"
    assert supports("my").level == "unsupported"
    assert supports("en").level == "generic"
