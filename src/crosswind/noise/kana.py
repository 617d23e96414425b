"""Kana and kanji as they are typed: keys of kana, slips of them, and kanji that are read alike."""

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.keyboards.layouts import key_neighbors

TABLE = "homophones/japanese.json"
PAGE = 9
_ROMAJI = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ", "y": "や ゆ よ", "w": "わ   を",
}  # fmt: skip
# Key rows of the JIS kana layout from left to right, on the rows of letters of other keyboards.
_JIS = {
    "ぬふあうえおやゆよわほへー": -1.0,
    "たていすかんなにらせ": 0.5,
    "ちとしはきくまのりれけむ": 0.75,
    "つさそひこみもねるめろ": 1.25,
}
_SMALL = dict(zip("あいうえおつやゆよわ", "ぁぃぅぇぉっゃゅょゎ", strict=True))
_VOICED = dict(
    zip(
        "かきくけこさしすせそたちつてとはひふへほばびぶべぼ",
        "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
        strict=True,
    )
)
# Kana that sound alike, and vowels that are heard as one long vowel.
_ALIKE = {"じ": "ぢ", "ぢ": "じ", "ず": "づ", "づ": "ず", "お": "を", "を": "お", "え": "へ"}
# Kanji that are read alike by their Japanese reading and that writers take for each other.
_READ_ALIKE = """
    会合遭 早速 聞聴 効利 計測量図 暖温 熱暑厚 上挙揚 開空明 表現 収治納修 変代替換 帰返 勧薦
    作造創 着付就 努勤務 取撮採捕 直治 泊止留 初始 町街 見診看 元基本 訪尋 泣鳴 乗載 登昇 生産
    送贈 押推 思想 書描 固堅硬 切斬 超越 探捜 刺指差 冷覚 住済 立建断 戦闘 使遣 説解溶 飛跳 整調
    習倣 延伸 放離話 張貼 引弾 増殖 混交 回周 柔軟 破敗 分別 足脚 川河 影陰 皮革 傷痛 鼻花華
    火日灯 橋端箸 神紙髪 雨飴 葉歯刃 者物 所処 年歳 家屋
"""
# Words of two kanji that come up for the same kana.
_WORDS = """
    以外 意外|異常 以上|機械 機会|関心 感心|対象 対照 対称|保証 保障 補償|追求 追及 追究|回答 解答
    期間 機関 器官|意志 意思 医師|移動 異動|科学 化学|市立 私立|製作 制作|過程 課程 家庭 仮定
    構成 公正 後世|同士 同志|指示 支持|講義 抗議|公園 公演 講演|開放 解放 介抱|衛星 衛生
    自信 自身 地震|再開 再会|感じ 漢字|最後 最期|内臓 内蔵|交代 交替|体制 体勢 態勢|適正 適性
    電機 電気 伝記|紹介 照会|用意 容易|特徴 特長|平行 並行|進行 振興 信仰 新興|会場 海上 開場
    帰省 規制 既成|高価 効果 硬貨|事態 自体 辞退|収集 収拾|終了 修了|性格 正確|先頭 戦闘 銭湯
    創造 想像|不要 扶養|保険 保健|天気 転機|記者 汽車|時間 次官|人工 人口|経験 敬虔|現在 原罪
    工場 向上|発生 発声|参加 傘下|使用 仕様 試用|成果 聖火|利用 理容|習慣 週間
"""
# Percentages by which a way of going wrong is taken, among those that a kana allows; ours.
_KEY, _SIZE, _VOICE, _SOUND, _LENGTH = 40, 20, 15, 15, 10
_SHIFT = 0x60


@lru_cache(maxsize=1)
def _keys_of() -> dict[str, tuple[str, str]]:
    """Kana -> consonant key and vowel key."""
    return {
        one: (consonant, "aiueo"[place])
        for consonant, row in _ROMAJI.items()
        for place, one in enumerate(row)
        if one != " "
    }


@lru_cache(maxsize=1)
def _typed() -> dict[tuple[str, str], str]:
    return {keys: one for one, keys in _keys_of().items()}


def is_katakana(letter: str) -> bool:
    """Whether a letter is one of those katakana that have a hiragana of the same sound."""
    return "ァ" <= letter <= "ヶ"


def hiragana(text: str) -> str:
    """Katakana as hiragana; all else as it is."""
    return "".join(chr(ord(one) - _SHIFT) if is_katakana(one) else one for one in text)


def katakana(text: str) -> str:
    """Hiragana as katakana; all else as it is."""
    return "".join(chr(ord(one) + _SHIFT) if "ぁ" <= one <= "ゖ" else one for one in text)


def _key_slips(kana: str) -> list[str]:
    """By romaji: another key beside the right one, the consonant missing or doubled."""
    if kana in "っん":
        return [""]
    if kana not in _keys_of():
        return []
    consonant, vowel = _keys_of()[kana]
    near, typed = key_neighbors("us"), _typed()
    pairs = [(consonant, other) for other, _ in near[vowel] if other in "aiueo"]
    pairs += [(other, vowel) for other, _ in near.get(consonant, ()) if other in _ROMAJI]
    if consonant:
        pairs.append(("", vowel))
    found = [typed[pair] for pair in pairs if pair in typed]
    return [*found, ("っ" + kana) if consonant and consonant != "n" else kana + typed["", vowel]]


@lru_cache(maxsize=1)
def _kana_keys() -> dict[str, list[str]]:
    """Kana -> kana on the keys beside it, or above and below, on the JIS kana layout."""
    places = [(one, x + row, y) for y, (keys, x) in enumerate(_JIS.items())
              for row, one in enumerate(keys)]  # fmt: skip
    return {
        one: [
            other
            for other, other_x, other_y in places
            if other != one and (x - other_x) ** 2 + (y - other_y) ** 2 <= 1.3**2
        ]
        for one, x, y in places
    }


def _ways(kana: str, before: str, *, by_kana: bool) -> list[tuple[int, list[str]]]:
    """Ways of writing a hiragana wrong, each with its weight."""
    vowel = _keys_of().get(before, ("", ""))[1]
    large = {small: one for one, small in _SMALL.items()}
    plain = {voiced: one for one, voiced in _VOICED.items()}
    sized = [
        table[kana] for table in (_SMALL, large) if kana in table and kana not in "あいうえおわ"
    ]
    long = ["", "お"] if kana == "う" and vowel == "o" else []
    if kana == "ー" and vowel:
        long = ["", _typed()["", vowel]]
    elif kana in _ROMAJI["k"] + _ROMAJI["s"] + _ROMAJI["t"] and _keys_of()[kana][1] == "o":
        long = [kana + "う"]
    return [
        (_KEY, _kana_keys().get(kana, []) if by_kana else _key_slips(kana)),
        (_SIZE, sized),
        (_VOICE, [table[kana] for table in (_VOICED, plain) if kana in table]),
        (_SOUND, [_ALIKE[kana]] if kana in _ALIKE else []),
        (_LENGTH, long),
    ]


@lru_cache(maxsize=1 << 12)
def slips(letter: str, before: str, *, by_kana: bool, alone: bool) -> tuple[tuple[str, int], ...]:
    """What may be written for a kana, each with a weight.

    Args:
        letter: hiragana, katakana or the mark of a long vowel.
        before: the letter before it, or nothing.
        by_kana: typed on the JIS kana layout, not by romaji.
        alone: the letter is a word of its own: only one letter is written for it.
    """
    wanted = hiragana(letter)
    turned = is_katakana(letter) or (letter == "ー" and is_katakana(before))
    found = []
    for weight, texts in _ways(wanted, hiragana(before), by_kana=by_kana):
        kept = [text for text in texts if text != wanted and (len(text) == 1 or not alone)]
        written = [katakana(text) if turned else text for text in kept]
        found += [(text, weight * 100 // len(kept)) for text in written]
    return tuple(found)


@lru_cache(maxsize=1)
def _read_alike() -> tuple[dict[str, str], dict[str, str]]:
    """Kanji -> kanji of the same Japanese, and of the same Chinese reading."""
    content = json.loads(files("crosswind.noise").joinpath(TABLE).read_text(encoding="utf-8"))
    first: dict[str, str] = {}
    for group in _READ_ALIKE.split():
        first |= {one: first.get(one, "") + group.replace(one, "") for one in group}
    second = {
        one: group.replace(one, "")[:PAGE]
        for group in content["readings"].values()
        for one in group
    }
    return first, second


def kanji(letter: str, *, alone: bool) -> str:
    """Kanji that are read like one, frequent first; nothing if there are none.

    Args:
        letter: the kanji.
        alone: no kanji stands beside it, so that its Japanese reading is meant, not the Chinese.
    """
    return _read_alike()[0 if alone else 1].get(letter, "")


@lru_cache(maxsize=2)
def with_rivals(*, alone: bool) -> NDArray[np.bool_]:
    """For each code point below 65,536 whether it is a kanji for which another may be taken."""
    flags = np.zeros(1 << 16, dtype=np.bool_)
    flags[list(map(ord, _read_alike()[0 if alone else 1]))] = True
    return flags


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ...]]:
    """Word of two letters -> words that come up for the same kana."""
    groups = [group.split() for line in _WORDS.split("\n") for group in line.split("|")]
    return {
        word: tuple(other for other in group if other != word) for group in groups for word in group
    }
