"""Romaji: kana by table; kanji by a Chinese reading in compounds, a Japanese one if they are alone.

Which reading a kanji has depends on the word. The choice here is right for most compounds and for
the listed words, and wrong for many others: such is the noise of this way of writing.
"""

import json
import re
from functools import lru_cache
from importlib.resources import files

from crosswind.noise.kana import TABLE, hiragana
from crosswind.noise.romanization.habits import Habit, spellings_of

_KANA = (
    "あ=a い=i う=u え=e お=o か=ka き=ki く=ku け=ke こ=ko さ=sa し=shi,si す=su せ=se そ=so "
    "た=ta ち=chi,ti つ=tsu,tu て=te と=to な=na に=ni ぬ=nu ね=ne の=no は=ha ひ=hi ふ=fu,hu "
    "へ=he ほ=ho ま=ma み=mi む=mu め=me も=mo や=ya ゆ=yu よ=yo ら=ra り=ri る=ru れ=re "
    "ろ=ro わ=wa を=o,wo ん=n が=ga ぎ=gi ぐ=gu げ=ge ご=go ざ=za じ=ji,zi ず=zu ぜ=ze ぞ=zo "
    "だ=da ぢ=ji,di づ=zu,du で=de ど=do ば=ba び=bi ぶ=bu べ=be ぼ=bo ぱ=pa ぴ=pi ぷ=pu "
    "ぺ=pe ぽ=po ぁ=a ぃ=i ぅ=u ぇ=e ぉ=o ゔ=vu ふぁ=fa ふぃ=fi ふぇ=fe ふぉ=fo てぃ=ti "
    "でぃ=di うぃ=wi うぇ=we うぉ=wo しぇ=she じぇ=je ちぇ=che とぅ=tu どぅ=du ゔぁ=va "
    "ゔぃ=vi ゔぇ=ve ゔぉ=vo しゃ=sha,sya しゅ=shu,syu しょ=sho,syo ちゃ=cha,tya ちゅ=chu,tyu "
    "ちょ=cho,tyo じゃ=ja,zya じゅ=ju,zyu じょ=jo,zyo おう=ou,o よう=you,yo ゃ=ya ゅ=yu ょ=yo "
    "ゎ=wa"
)
# Words, and kanji before kana or alone, by their usual reading.
_WORDS = (
    "私=watashi 僕=boku 人=hito 犬=inu 猫=neko 水=mizu 山=yama 川=kawa 海=umi 空=sora 花=hana "
    "木=ki 雨=ame 雪=yuki 風=kaze 火=hi 日=hi 月=tsuki 星=hoshi 朝=asa 昼=hiru 夜=yoru 今=ima "
    "年=toshi 春=haru 夏=natsu 秋=aki 冬=fuyu 家=ie 町=machi 村=mura 国=kuni 道=michi 駅=eki "
    "店=mise 車=kuruma 本=hon 手=te 足=ashi 目=me 耳=mimi 口=kuchi 頭=atama 顔=kao 心=kokoro "
    "体=karada 声=koe 話=hanashi 名=na 名前=namae 父=chichi 母=haha 兄=ani 姉=ane 弟=otouto "
    "妹=imouto 子=ko 子供=kodomo 男=otoko 女=onna 友達=tomodachi 友=tomo 隣=tonari 中=naka "
    "外=soto 上=ue 下=shita 前=mae 後=ato 左=hidari 右=migi 間=aida 大=oo 小=chii 高=taka "
    "安=yasu 新=atara 古=furu 長=naga 短=mijika 早=haya 行=i 来=ki 見=mi 食=ta 飲=no 聞=ki "
    "読=yo 書=ka 買=ka 売=u 作=tsuku 使=tsuka 思=omo 知=shi 言=i 出=de 入=hai 立=ta 住=su "
    "歩=aru 走=hashi 会=a 待=ma 帰=kae 取=to 連=tsu 持=mo 開=a 閉=shi 始=haji 終=owa 教=oshi "
    "習=nara 働=hatara 休=yasu 遊=aso 泳=oyo 好=su 嫌=kira 良=yo 悪=waru 美=utsuku 多=oo "
    "少=suku 近=chika 遠=too 赤=aka 青=ao 白=shiro 黒=kuro 色=iro 物=mono 事=koto 時=toki "
    "所=tokoro 方=hou 何=nani 誰=dare 先生=sensei 今日=kyou 明日=ashita 昨日=kinou 今朝=kesa "
    "一人=hitori 二人=futari 大人=otona 朝=asa 毎朝=maiasa 毎日=mainichi 時計=tokei "
    "上手=jouzu 下手=heta 市場=ichiba 公園=kouen 日本=nihon 東京=toukyou 散歩=sanpo "
    "御飯=gohan 飯=han 部屋=heya 果物=kudamono 食べ物=tabemono"
)
_SOKUON, _LONG = "っ", "ー"
_SMALL_Y = dict(zip("ゃゅょ", "auo", strict=True))
_KANJI, _KATAKANA = "[一-鿿々]+", "[ァ-ヺー]+"
_RUNS = f"{_KANJI}|{_KATAKANA}|[ぁ-ゖゝーﾞﾟ]+"
_PARTICLES = {"は": "wa", "へ": "e"}
_BEGINS_PARTICLE = "[はがをにでとものへや]|から|まで|より|です|でし|だ|[おご]$"
_LONGEST_WORD = 3


@lru_cache(maxsize=1)
def _kana() -> dict[str, tuple[str, ...]]:
    return spellings_of(_KANA)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {word: ways[0] for word, ways in spellings_of(_WORDS).items()}


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Kanji -> a Chinese reading in small letters."""
    content = json.loads(files("crosswind.noise").joinpath(TABLE).read_text(encoding="utf-8"))
    return {one: reading.lower() for reading, group in content["readings"].items() for one in group}


def pieces(run: str, habit: Habit) -> list[tuple[int, int, str]]:
    """Begin and end of each part of a run, and its romaji; an unknown kanji stays."""
    found: list[tuple[int, int, str]] = []
    for match in re.finditer(_RUNS, run):
        part, start = match[0], match.start()
        if re.fullmatch(_KANJI, part):
            found += _of_kanji(part, start)
        elif part in _PARTICLES and start > 0:
            found.append((start, match.end(), _PARTICLES[part]))
        else:
            found += _of_kana_after(found, part, start, habit)
    return [piece for piece in found if piece[2]]


def _of_kana_after(
    found: list[tuple[int, int, str]], part: str, start: int, habit: Habit
) -> list[tuple[int, int, str]]:
    """Kana after what was found: endings go on with a kanji, particles are words."""
    end = start + len(part)
    before = found[-1] if found and found[-1][1] == start and found[-1][2] else None
    if before is None or "ァ" <= part[0] <= "ー":
        return [(start, end, of_kana(part, habit))]
    if part[0] == "を" and len(part) > 1:
        rest = (start + 1, end, of_kana(part[1:], habit))
        return [(start, start + 1, of_kana("を", habit)), rest]
    if before[1] - before[0] == 1 and not re.match(_BEGINS_PARTICLE, part):
        # One word: what was found goes on.
        found.pop()
        return [(before[0], end, before[2] + of_kana(part, habit))]
    return [(start, end, of_kana(part, habit))]


def _of_kanji(part: str, start: int) -> list[tuple[int, int, str]]:
    """Listed words, then Chinese readings for what is left of a compound."""
    found, place = [], 0
    while place < len(part):
        for length in range(min(_LONGEST_WORD, len(part) - place), 0, -1):
            word = part[place : place + length]
            # A single kanji has its Japanese reading only where no other stands beside it.
            if word in _words() and (length > 1 or len(part) == 1):
                found.append((start + place, start + place + length, _words()[word]))
                break
        else:
            length = 1
            text = _readings().get(part[place], _words().get(part[place], ""))
            _add_reading(found, (start + place, start + place + 1, text))
        place += length
    return found


def _add_reading(found: list[tuple[int, int, str]], piece: tuple[int, int, str]) -> None:
    """The reading of one kanji goes on with that of the kanji before it, unless that is a word."""
    start, end, text = found[-1] if found else (0, 0, "")
    if text and piece[2] and end == piece[0] and text not in _words().values():
        found[-1] = (start, piece[1], _compound(text, piece[2]))
    else:
        found.append(piece)


def _compound(one: str, other: str) -> str:
    """Two readings as one word: gaku and kou are gakkou, hatsu and hyou happyou."""
    if one.endswith("tsu") and len(one) > 3 and other[0] in "ksth":
        hard = "p" + other[1:] if other[0] == "h" else other
        return one[:-3] + hard[0] + hard
    if one in {"ichi", "hachi"} and other[0] in "ksth":
        return one[:-3] + (("pp" + other[1:]) if other[0] == "h" else other[0] + other)
    if one.endswith("ku") and len(one) > 2 and other[0] == "k":
        return one[:-2] + "k" + other
    return one + other


def of_kana(part: str, habit: Habit) -> str:
    """Kana as a writer types them."""
    table, small = _kana(), hiragana(part)
    text, place, doubled = "", 0, False
    while place < len(small):
        letter = small[place : place + 2]
        if letter not in table or len(letter) < 2:
            letter = small[place]
            following = small[place + 1 : place + 2]
            if following in _SMALL_Y and letter in table:
                letter += following
        place += len(letter)
        if letter == _SOKUON:
            doubled = True
            continue
        if letter == _LONG:
            text += text[-1:] if habit.takes("long", ("double", "none")) == "double" else ""
            continue
        spelling = _spelling(letter, table, habit)
        if doubled:
            spelling = ("t" if spelling.startswith("ch") else spelling[:1]) + spelling
            doubled = False
        text += spelling
    return text


def _spelling(letter: str, table: dict[str, tuple[str, ...]], habit: Habit) -> str:
    if letter in table:
        return habit.takes(letter, table[letter])
    if len(letter) == 2:
        return table[letter[0]][0][:-1] + "y" + _SMALL_Y[letter[1]]
    return letter
