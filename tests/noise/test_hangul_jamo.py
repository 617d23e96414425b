"""Wrong keys in Korean, seen as text."""

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.hangul import keys_of
from crosswind.noise.perturbations.hangul_jamo import supports
from tests.noise.test_hangul import composed

TEXT = "안녕하세요, 오늘 저녁에 학교 앞에서 같이 밥을 먹어요."


def test_each_edit_is_what_the_input_method_makes_of_a_wrong_key():
    texts = [TEXT] * 200
    results = perturb_batch(
        texts,
        language="ko",
        perturbation="hangul_jamo",
        severity=2,
        example_ids=list(map(str, range(200))),
    )
    edits = [edit for result in results for edit in result.edits]
    assert len(edits) > 20
    for edit in edits:
        letters = "".join(keys_of(one) if "가" <= one <= "힣" else one for one in edit.text)
        assert composed("".join(letters)) in {edit.text, composed(letters)}
        assert edit.end - edit.start <= 3


def test_nothing_is_composed_across_the_border_of_a_span():
    for number in range(40):
        result = perturb(
            "학교에서", language="ko", perturbation="hangul_jamo", severity=5, spans=[(0, 2)],
            example_id=str(number),
        )  # fmt: skip
        assert all(edit.end <= 2 or edit.start >= 2 for edit in result.edits)


def test_a_letter_that_is_added_stays_with_its_word():
    for number in range(200):
        row = perturb_words(
            ["개", "*", "와", "!"], language="ko", perturbation="hangul_jamo", severity=5,
            example_id=str(number),
        ).words  # fmt: skip
        assert row[1::2] == ("*", "!")


def test_latin_text_and_lone_letters_stay():
    text = "ㅋㅋㅋ OK 2024"
    assert perturb(text, language="ko", perturbation="hangul_jamo", severity=5).text == text


def test_words_of_one_syllable_are_never_emptied():
    for number in range(60):
        words = perturb_words(
            ["이", "그", "책"], language="ko", perturbation="hangul_jamo", severity=5,
            example_id=str(number),
        ).words  # fmt: skip
        assert all(words)


def test_korean_only():
    assert supports("ko").level == "full"
    assert supports("ja").level == "unsupported"
