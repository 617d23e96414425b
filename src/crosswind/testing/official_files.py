"""Small files in the official layouts, with the number of gold examples counted another way."""

import io
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Counts the gold examples of a file that the scorer accepted; no code is shared with it.
Count = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFiles:
    """One case.

    Attributes:
        task: name of the task.
        files: file name -> text; "gold" and "predictions" for all but mining from candidates,
            whose files lie in one folder; "na_probs" where there are any.
        counted: name of the file whose rows are counted.
        count: the number of gold examples in it.
    """

    task: str
    files: Mapping[str, str]
    counted: str
    count: Count


def official_files(dice: random.Random) -> list[OfficialFiles]:
    """A case for every task, of a few rows each."""
    labels = ("entailment", "neutral", "contradiction")
    lines = [
        *((task, labels) for task in ("xnli", "mnli", "snli")),
        ("pawsx", ("0", "1")),
        ("tatoeba", tuple(str(row) for row in range(12))),
    ]
    tags = [
        ("udpos", ("NOUN", "VERB", "SCONJ", "CCONJ", "X", "_", "SYM")),
        ("panx", ("O", "O", "B-PER", "I-PER", "B-LOC", "I-ORG")),
    ]
    return [
        *(_lines(task, names, dice) for task, names in lines),
        *(_tags(task, names, dice) for task, names in tags),
        *(_choices(task, n, dice) for task, n in (("xcopa", 2), ("copa", 2), ("siqa", 3))),
        *(_questions(task, dice) for task in ("xquad", "tydiqa", "squad", "mlqa", "squad_v2")),
        *(_rankings(task, dice) for task in ("lareqa", "mewslix")),
        _pairs(dice),
        _candidates(dice),
    ]


def _case(task: str, gold: str, predictions: str, count: Count, **more: str) -> OfficialFiles:
    files = {"gold": gold, "predictions": predictions, **more}
    return OfficialFiles(task=task, files=files, counted="gold", count=count)


def _universal(text: str) -> list[str]:
    return [line.strip() for line in io.StringIO(text, newline=None)]


def _lines(task: str, labels: tuple[str, ...], dice: random.Random) -> OfficialFiles:
    gold, said = ("".join(f"{dice.choice(labels)}\n" for _ in range(12)) for _ in range(2))
    return _case(task, gold, said, lambda text: len(_universal(text)))


def _tags(task: str, names: tuple[str, ...], dice: random.Random) -> OfficialFiles:
    lengths = [dice.randint(1, 5) for _ in range(5)]
    gold, said = (
        "".join("".join(f"{dice.choice(names)}\n" for _ in range(n)) + "\n" for n in lengths)
        for _ in range(2)
    )

    def sentences(text: str) -> int:
        lines = _universal(text)
        return lines.count("") + bool(lines and lines[-1])

    return _case(task, gold, said, sentences)


def _choices(task: str, n: int, dice: random.Random) -> OfficialFiles:
    gold, said = (
        "".join(json.dumps({"label": dice.randrange(n)}) + "\n" for _ in range(8)) for _ in range(2)
    )
    return _case(task, gold, said, lambda text: sum(bool(row.strip()) for row in text.split("\n")))


_TEXTS = ("the red house", "Red", "a", "", ".", "1990", "北京，上海", "ال بيت", "el río", "x y z")


def _questions(task: str, dice: random.Random) -> OfficialFiles:
    ids = [f"q{number}" for number in range(8)]
    at_least = 0 if task == "squad_v2" else 1
    rows = [
        {
            "id": key,
            "answers": [
                {"text": dice.choice(_TEXTS), "answer_start": 0}
                for _ in range(dice.randint(at_least, 2))
            ],
        }
        for key in ids
    ]
    gold = {
        "data": [{"paragraphs": [{"context": "", "qas": part}]} for part in (rows[:3], rows[3:])]
    }
    said = {key: dice.choice(_TEXTS) for key in ids}

    def questions(text: str) -> int:
        content: Any = json.loads(text)
        articles = content["data"] if isinstance(content, dict) else content
        return sum(len(part["qas"]) for item in articles for part in item["paragraphs"])

    more = {}
    if task == "squad_v2":
        more["na_probs"] = json.dumps({key: dice.choice((0, 0.25, 0.5, 1)) for key in ids})
    return _case(task, json.dumps(gold, indent=1), json.dumps(said), questions, **more)


def _rankings(task: str, dice: random.Random) -> OfficialFiles:
    ids = [f"q{number}" for number in range(6)]
    n_right = 1 if task == "mewslix" else 3
    pool = [f"c{number}" for number in range(9)]
    gold = {key: dice.sample(pool, dice.randint(1, n_right)) for key in ids}
    said = {key: dice.choices(pool, k=dice.randint(0, 25)) for key in ids}
    return _case(
        task, json.dumps(gold, indent=1), json.dumps(said), lambda text: len(json.loads(text))
    )


def _distinct(text: str) -> int:
    return len(set(_universal(text)))


def _pairs(dice: random.Random) -> OfficialFiles:
    gold, said = (
        "".join(f"de-{row}\ten-{dice.randint(row, row + 2)}\n" for row in range(8))
        for _ in range(2)
    )
    return _case("bucc2018", gold, said, _distinct)


def _candidates(dice: random.Random) -> OfficialFiles:
    files = {}
    for part in ("dev", "test"):
        rows = range(8)
        files[f"src.{part}.tsv"] = "".join(f"de-{row}\tSatz {row % 7}\n" for row in rows)
        files[f"trg.{part}.tsv"] = "".join(f"en-{row}\tsentence {row}\n" for row in rows)
        files[f"gold.{part}.tsv"] = "".join(f"de-{row}\ten-{row}\n" for row in rows)
        files[f"candidates.{part}.tsv"] = "".join(
            f"{dice.choice((0.9, 1.0, 1.1, dice.random()))}\tSatz {row % 7}"
            f"\tsentence {dice.randint(row, row + 1) % 8}\n"
            for row in rows
        )
    return OfficialFiles(task="bucc2018", files=files, counted="gold.test.tsv", count=_distinct)
