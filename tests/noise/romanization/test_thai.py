"""Thai syllables."""

import itertools

import pytest

from crosswind.noise.romanization.habits import WRITERS, Habit
from crosswind.noise.romanization.thai import syllables


def ways(run: str) -> set[str]:
    return {
        " ".join(text for _, _, text in syllables(run, Habit("th", writer)))
        for writer in range(WRITERS)
    }


@pytest.mark.parametrize(
    ("run", "one"),
    [
        ("สวัสดีครับ", "sa wat di khrap"),
        ("ประเทศไทย", "pra thet thai"),
        ("เพื่อนบ้าน", "phuean ban"),
        ("เที่ยวทะเล", "thiao tha le"),
        ("อยู่ใกล้ตลาด", "yu klai ta lat"),
        ("อากาศร้อนมากๆ", "a kat ron mak mak"),
        ("หมาของฉัน", "ma khong chan"),
    ],
)
def test_syllables_as_in_subtitles(run, one):
    assert one in ways(run)


def test_syllables_are_in_order_and_apart():
    found = syllables("เพื่อนบ้านของเรา่ะ", Habit("th", 1))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))
    assert syllables("่", Habit("th", 1)) == []
