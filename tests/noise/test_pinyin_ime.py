"""Chinese typed by pinyin: length, writing, words and guard."""

from crosswind.noise import pinyin
from crosswind.noise.api import perturb_batch, perturb_words
from crosswind.noise.perturbations.pinyin_ime import supports


def noisy(text, severity=5, **setting):
    many = 300
    return perturb_batch(
        [text] * many, language="zh", perturbation="pinyin_ime", severity=severity,
        example_ids=list(map(str, range(many))), **setting,
    )  # fmt: skip


def test_length_stays():
    text = "我们现在需要一个安静的地方，可以一起讨论这个问题。"
    assert {len(result.text) for result in noisy(text)} == {len(text)}


def test_traditional_text_stays_traditional_and_simplified_simplified():
    for text, other in (
        ("學生們喜歡在圖書館裡讀書", "simplified"),
        ("学生们喜欢读书", "traditional"),
    ):
        written = {
            letter for result in noisy(text) for edit in result.edits for letter in edit.text
        }
        assert not [one for one in written if pinyin.only_in(other)[ord(one)]]


def test_listed_words_change_as_a_whole():
    whole = [
        edit for result in noisy("这是他的权利。") for edit in result.edits if edit.text == "权力"
    ]
    assert whole
    assert all(edit.end - edit.start == 2 for edit in whole)


def test_words_of_one_character_get_one_character():
    rows = ["我", "在", "书", "店", "，", "B"]
    for number in range(50):
        found = perturb_words(
            rows, language="zh", perturbation="pinyin_ime", severity=5, example_id=str(number)
        ).words
        assert [len(word) for word in found] == [1] * 6
        assert found[4:] == ("，", "B")


def test_negators_stay_under_the_guard():
    assert all("不" in result.text for result in noisy("他不去", guard=True))


def test_both_writings_of_chinese_only():
    assert {supports(tag).level for tag in ("zh", "zh-Hant", "zh-TW")} == {"full"}
    assert supports("ja").level == supports("vi").level == "unsupported"
