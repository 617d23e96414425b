"""XCOPA: COPA in eleven languages (arXiv:2005.00333), with the English original when named."""

from crosswind.data.choice_lines import FIELDS, read_choices
from crosswind.data.task import SourceFile, Task
from crosswind.data.tasks.copa import TASK as COPA
from crosswind.data.tasks.copa import XCOPA_LANGUAGES, translation_names
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="xcopa",
    kind="multiple_choice",
    metric="accuracy",
    languages=XCOPA_LANGUAGES,
    splits=("validation", "test"),
    labels=("0", "1"),
    fields=FIELDS,
    kept_fields=("question",),
    train_tasks=("copa",),
    train_stages=(("siqa",), ("copa",)),
    release="copa",
    licence="CC-BY-4.0",
    text_origin="human-translated from English, labels checked again",
    citation="Ponti et al. 2020, arXiv:2005.00333",
    source="https://github.com/cambridgeltl/xcopa, folder data (not data-gmt: that is translated "
    "by machine).",
    revision="e2e9d7f105a7",
    published_setup="XTREME-R (arXiv:2104.07412): Social IQa, then COPA, both English; accuracy on "
    "test, English not in the mean",
    traps=(
        "Turkish names the effect in every validation line and in 301 of 500 test lines; left so",
        "Indonesian and Italian ask another question than English in 9 of 600 lines",
        "the question stays English in every language, as in the benchmark's script",
        "validation translates COPA's validation: to select on that, evaluate on test",
        "English is COPA itself, loaded when named, with XCOPA's labels for test",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The file of a translation; English is COPA."""
    if split == "train":
        return ()
    if language == "en":
        return COPA.files(language, split)
    return (SourceFile(role="text", patterns=translation_names(language, split)),)


TASK = Task(card=CARD, files=files, read=read_choices, more_languages=("en",))
