from crosswind.report.markup import breakable, printable


def test_names_break_after_underscores_and_stay_escaped() -> None:
    assert str(breakable("a_<b>")) == "a_<wbr>&lt;b&gt;"


def test_control_characters_are_shown() -> None:
    assert printable("a\x00\x1b\x85\n") == "a\u2400\u241b\ufffd\n"
