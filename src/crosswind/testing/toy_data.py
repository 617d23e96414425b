"""Toy benchmark files in the official layouts: four languages, three scripts, learnable labels."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from crosswind.core.files import write_text
from crosswind.core.seeds import generator

# Word stock of each language: Latin, Cyrillic with diacritics, Arabic (right to left).
_WORDS = {
    "en": [
        "river",
        "stone",
        "bright",
        "garden",
        "winter",
        "letter",
        "silver",
        "morning",
        "paper",
        "window",
    ],
    "de": [
        "Fluss",
        "Stein",
        "hell",
        "Gärten",
        "Winter",
        "Briefe",
        "silbern",
        "früh",
        "Papier",
        "Fenster",
    ],
    "ru": [
        "река",
        "камень",
        "светлый",
        "сад",
        "зима",
        "письмо",
        "серебро",
        "утро",
        "бумага",
        "окно",
    ],
    "ar": ["نهر", "حجر", "ساطع", "حديقة", "شتاء", "رسالة", "فضة", "صباح", "ورق", "نافذة"],
}
_NEGATION = {"en": "not", "de": "nicht", "ru": "не", "ar": "ليس"}
_TAGS = ("NOUN", "NOUN", "ADJ", "NOUN", "NOUN", "NOUN", "ADJ", "ADV", "NOUN", "NOUN")
_THREE_LETTERS = {"de": "deu", "ru": "rus", "ar": "ara"}
LANGUAGES = tuple(_WORDS)


def write_toy_data(root: Path, *, n_premises: int = 24, n_train: int = 120, seed: int = 0) -> Path:
    """Write MNLI, SNLI, XNLI, UDPOS, Tatoeba, XQuAD and SQuAD below `root`; returns `root`.

    The label of a pair can be learned: an entailed hypothesis repeats a word of the premise, a
    contradicted one negates it, a neutral one has other words.
    """
    for task in ("mnli", "snli"):
        name = "dev_matched.jsonl" if task == "mnli" else "dev.jsonl"
        rows = _pairs("en", (n_train + 2) // 3, (seed, task))
        lines = [
            json.dumps({"premise": premise, "hypothesis": hypothesis, "label": label})
            for premise, hypothesis, label in rows
        ]
        _write(root / task / name, lines)
    for language in LANGUAGES:
        pairs = list(_pairs(language, n_premises, (seed, "xnli")))
        for split in ("dev", "test"):
            columns = ["\t".join(row if split == "dev" else row[:2]) for row in pairs]
            _write(root / "xnli" / f"{split}-{language}.tsv", columns)
        labels = [label for _, _, label in pairs]
        _write(root / "xnli" / "labels" / f"test-{language}.tsv", labels)
    _write_tagging(root, n_train, n_premises, seed)
    _write_retrieval(root, n_premises, seed)
    _write_questions(root, n_premises, seed)
    return root


def _pairs(
    language: str, n_premises: int, address: tuple[int, str]
) -> Iterator[tuple[str, str, str]]:
    rng = generator(address[0], "toy pairs", address[1])
    words = _WORDS[language]
    for _ in range(n_premises):
        chosen = [int(item) for item in rng.permutation(len(words))]
        premise = " ".join(words[item] for item in chosen[:6])
        same, other = words[chosen[2]], words[chosen[8]]
        yield premise, f"{same} {words[chosen[3]]}", "entailment"
        yield premise, f"{other} {words[chosen[9]]}", "neutral"
        yield premise, f"{_NEGATION[language]} {same}", "contradiction"


def _write_tagging(root: Path, n_train: int, n_test: int, seed: int) -> None:
    for split, language, n_sentences in (
        ("train", "en", n_train),
        *(("dev", language, n_test) for language in LANGUAGES),
        *(("test", language, n_test) for language in LANGUAGES),
    ):
        rng = generator(seed, "toy tagging", split)
        lines: list[str] = []
        for _ in range(n_sentences):
            chosen = [int(item) for item in rng.integers(0, 10, size=5)]
            lines += [f"{_WORDS[language][item]}\t{_TAGS[item]}" for item in chosen]
            lines += [".\tPUNCT", ""]
        _write(root / "udpos" / f"{split}-{language}.tsv", lines)


def _write_retrieval(root: Path, n_pairs: int, seed: int) -> None:
    for language, code in _THREE_LETTERS.items():
        rng = generator(seed, "toy retrieval")
        rows = [[int(item) for item in rng.permutation(10)[:7]] for _ in range(n_pairs)]
        for side, name in (("en", "eng"), (language, code)):
            lines = [" ".join(_WORDS[side][item] for item in row) for row in rows]
            _write(root / "tatoeba" / f"tatoeba.{code}-eng.{name}", lines)


def _write_questions(root: Path, n_paragraphs: int, seed: int) -> None:
    for language in LANGUAGES:
        document = _questions(language, n_paragraphs, seed)
        _write_json(root / "xquad" / f"xquad.{language}.json", document)
    for split, part in (("train", 1), ("dev", 2)):
        document = _questions("en", 2 * n_paragraphs, seed + part)
        _write_json(root / "squad_v1.1" / f"{split}-v1.1.json", document)


def _questions(language: str, n_paragraphs: int, seed: int) -> dict[str, object]:
    rng: np.random.Generator = generator(seed, "toy questions")
    paragraphs = []
    for number in range(n_paragraphs):
        words = [_WORDS[language][int(item)] for item in rng.permutation(10)]
        context = " ".join(words)
        answer = words[5]
        paragraphs.append(
            {
                "context": context,
                "qas": [
                    {
                        "id": f"{seed}-{number}",
                        "question": f"{words[4]} ?",
                        "answers": [{"text": answer, "answer_start": context.index(answer)}],
                    }
                ],
            }
        )
    return {"version": "1.1", "data": [{"title": "toy", "paragraphs": paragraphs}]}


def _write_json(path: Path, value: object) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False))


def _write(path: Path, lines: Sequence[str]) -> None:
    write_text(path, "".join(f"{line}\n" for line in lines))
