"""Pinyin: which characters come out if a syllable is typed right, blurred, or with a wrong key."""

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.keyboards.layouts import key_neighbors
from crosswind.noise.pair_table import PairTable, pair_table

TABLE = "homophones/mandarin.json"
# Percentage of errors whose toneless pinyin is the same (85 in the generator of CSCD-NS); the rest
# is divided by us between blurred pinyin and a wrong key.
SAME, BLURRED, SLIPPED = 85, 9, 6
# Candidates that an input method shows on its first page; the first is taken most often.
PAGE = 9
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_FINALS = (("iang", "ian"), ("uang", "uan"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
# Words of two characters that are typed alike (or nearly: 因该), and that writers take for each
# other.
_WORDS = """
    必须 必需|权利 权力|反映 反应|以至 以致|截止 截至|终止 中止|制定 制订|交代 交待|记录 纪录
    事实 实施 时事 适时|功夫 工夫|度过 渡过|界限 界线|考察 考查|法制 法治|定金 订金|检查 检察
    启事 启示|形式 形势 行使|意义 异议|国际 国籍|经济 竞技 经纪|教师 教室|目的 墓地|时间 事件 实践
    地址 地质 抵制|政治 正直 整治|注意 主意 主义|知识 指示 只是|市场 时常|语言 寓言 预言|机会 集会
    计划 激化|技术 记述|世纪 实际 事迹|程度 成都|成立 城里|公式 公事|工程 攻城|公元 公园|原因 元音
    做客 作客|树立 竖立|质疑 置疑|会议 会意|报复 抱负|期间 其间|自立 自理|油轮 游轮|有利 有力
    体制 体质|由于 犹豫|电源 店员|不只 不止|再现 在线|受理 手里|已经 以经|一直 一只|那里 哪里
    好像 好象|其实 歧视|现在 现再|应该 因该|以为 一位|一起 仪器|需要 须要|艺术 一束|世界 视界
    公司 公私|作业 做业
"""


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, dict[str, list[str]] | dict[str, str]]]:
    content: dict[str, dict[str, dict[str, list[str]] | dict[str, str]]] = json.loads(
        files("crosswind.noise").joinpath(TABLE).read_text(encoding="utf-8")
    )
    return content


@lru_cache(maxsize=2)
def syllables(writing: str) -> dict[str, str]:
    """Toneless syllable -> its common characters, frequent first.

    Args:
        writing: "simplified" or "traditional".
    """
    return {key: parts[0] for key, parts in _tables()[writing]["syllables"].items() if parts[0]}


@lru_cache(maxsize=2)
def syllable_of(writing: str) -> dict[str, str]:
    """Character -> the toneless syllable that it is mostly read as."""
    table = _tables()[writing]
    found = {
        character: key
        for key, parts in table["syllables"].items()
        for part in parts
        for character in part
    }
    return {**found, **{one: str(key) for one, key in table["mainly"].items()}}


@lru_cache(maxsize=2)
def known(writing: str) -> NDArray[np.bool_]:
    """For each code point below 65,536 whether another character may be written for it."""
    flags = np.zeros(1 << 16, dtype=np.bool_)
    for character, syllable in syllable_of(writing).items():
        # Most syllables have many characters: options are looked up for the few others.
        several = len(syllables(writing).get(syllable, "")) > 1
        flags[ord(character)] = several or len(options(character, writing)[0]) > 0
    return flags


@lru_cache(maxsize=2)
def only_in(writing: str) -> NDArray[np.bool_]:
    """For each code point below 65,536 whether it belongs to this way of writing alone."""
    other = {"simplified": "traditional", "traditional": "simplified"}[writing]
    flags = np.zeros(1 << 16, dtype=np.bool_)
    flags[[ord(one) for one in syllable_of(writing).keys() - syllable_of(other).keys()]] = True
    return flags


@lru_cache(maxsize=512)
def blurred(syllable: str) -> list[str]:
    """Syllables that speakers of many dialects do not tell from this one: zhang -> zang, zhan."""
    return [one for pairs in (_INITIALS, _FINALS) for one in _exchanged(syllable, pairs)]


def _exchanged(syllable: str, pairs: tuple[tuple[str, str], ...]) -> list[str]:
    """The syllable with the other of a pair at its begin (or end, for finals); longest first."""
    for long, short in pairs:
        if pairs is _FINALS:
            for one, other in ((long, short), (short, long)):
                if syllable.endswith(one):
                    return [syllable[: -len(one)] + other]
        elif syllable.startswith(long):
            return [short + syllable[len(long) :]]
        elif syllable.startswith(short):
            return [long + syllable[len(short) :]]
    return []


@lru_cache(maxsize=512)
def slipped(syllable: str) -> list[str]:
    """What is typed with one key wrong, left out, or changed with the next."""
    keys = key_neighbors("us")
    found = []
    for place, key in enumerate(syllable):
        head, tail = syllable[:place], syllable[place + 1 :]
        found += [head + other + tail for other, _ in keys[key]]
        found.append(head + tail)
        found.append(head + tail[:1] + key + tail[1:])
    return sorted(set(found) - {syllable})


@lru_cache(maxsize=1 << 14)
def options(character: str, writing: str) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """What may be written for a character, and where their shares of 65,536 end."""
    syllable = syllable_of(writing)[character]
    ways = ((SAME, [syllable]), (BLURRED, blurred(syllable)), (SLIPPED, slipped(syllable)))
    weights: dict[str, float] = {}
    for share, keys in ways:
        pages = [syllables(writing).get(key, "")[:PAGE].replace(character, "") for key in keys]
        page = {one: 1 / rank for some in pages for rank, one in enumerate(some, start=1)}
        for one, weight in page.items():
            weights[one] = weights.get(one, 0.0) + share * weight / sum(page.values())
    total, passed, edges = sum(weights.values()), 0.0, []
    for weight in weights.values():
        passed += weight
        edges.append(round(passed / total * 65536))
    return np.array(list(map(ord, weights)), dtype=np.uint32), np.array(edges, dtype=np.int64)


@lru_cache(maxsize=1)
def words() -> PairTable:
    """Words of two characters, and those that are typed alike."""
    groups = [group.split() for line in _WORDS.split("\n") for group in line.split("|")]
    return pair_table(
        {
            word: tuple(other for other in group if other != word)
            for group in groups
            for word in group
        }
    )
