"""COPA: which of two alternatives is the cause or the effect? English (SuperGLUE's form)."""

from crosswind.data.choice_lines import FIELDS, read_choices
from crosswind.data.task import SourceFile, Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="copa",
    kind="multiple_choice",
    metric="accuracy",
    n_train=400,
    languages=("en",),
    splits=("train", "validation", "test"),
    labels=("0", "1"),
    fields=FIELDS,
    kept_fields=("question",),
    train_tasks=("copa",),
    train_stages=(("siqa",), ("copa",)),
    release="copa",
    evaluation_split="validation",
    licence="BSD-2-Clause",
    text_origin="written",
    citation="Roemmele et al. 2011, AAAI Spring Symposium; SuperGLUE, arXiv:1905.00537",
    source="COPA.zip of SuperGLUE v2, or XTREME-R's download_data.sh (folder xcopa).",
    revision="SuperGLUE v2",
    published_setup="XTREME-R (arXiv:2104.07412): trained on after Social IQa, for XCOPA",
    traps=(
        "test labels are not published, and copies fill in zeros: XCOPA's are taken, by idx",
        "validation and test are what XCOPA translates, with equal idx: train on train only",
        "the question is 'What was the cause?' or '... the effect?', as in the benchmark's script",
    ),
)
_NAMES = {"train": "train", "validation": "val", "test": "test"}
XCOPA_LANGUAGES = ("et", "ht", "id", "it", "qu", "sw", "ta", "th", "tr", "vi", "zh")


def translation_names(language: str, split: str) -> tuple[str, ...]:
    """Names of a file of XCOPA: in the release, and as XTREME-R's download puts it."""
    name = _NAMES[split]
    inner = f"{language}/{name}.{language}.jsonl"
    return (
        f"xcopa/{inner}",
        f"xcopa/{name}.{language}.jsonl",
        f"xcopa/{name}-{language}.jsonl",
        f"xcopa/data/{inner}",
    )


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The English file, and a translation of test for the labels."""
    name = _NAMES[split]
    text = SourceFile(
        role="text",
        patterns=(
            f"copa/{name}.{language}.jsonl",
            f"copa/{name}.jsonl",
            f"xcopa/{name}.{language}.jsonl",
            f"xcopa/{name}-{language}.jsonl",
        ),
    )
    if split != "test":
        return (text,)
    patterns = tuple(name for tag in XCOPA_LANGUAGES for name in translation_names(tag, split))
    return text, SourceFile(role="translation", patterns=patterns, is_optional=True, has_text=False)


TASK = Task(card=CARD, files=files, read=read_choices)
