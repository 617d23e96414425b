"""Habits are constant, differ between writers, and favor what is common."""

from collections import Counter

from crosswind.noise.romanization.habits import Habit, spellings_of


def test_a_writer_always_takes_the_same_spelling():
    habit = Habit("ru", 3)
    assert {habit.takes("я", ("ya", "ja", "ia")) for _ in range(10)} == {
        Habit("ru", 3).takes("я", ("ya", "ja", "ia"))
    }


def test_common_spellings_have_most_writers():
    taken = Counter(Habit("ru", writer).takes("я", ("ya", "ja", "ia")) for writer in range(6000))
    assert [way for way, _ in taken.most_common()] == ["ya", "ja", "ia"]
    assert abs(taken["ya"] / taken["ja"] - 2) < 0.2


def test_spellings_are_read_from_text():
    assert spellings_of("ж=zh,j ь= б=b") == {"ж": ("zh", "j"), "ь": ("",), "б": ("b",)}
