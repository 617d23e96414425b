"""MultiCheckList: six tests of question answering in fifty languages (arXiv:2104.07412)."""

from crosswind.data.checklist_lines import read_cases
from crosswind.data.task import SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

_EXPORT = (
    "The suites are pickles, which run code when they are opened, so they are never read here. In "
    "an environment of its own with the package checklist, load each suite and write a JSON line "
    "for every (context, question) of a test's data and its label: "
    '{"test": ..., "context": ..., "question": ..., "answer": ...}.'
)
CARD = TaskCard(
    name="multichecklist",
    kind="span_qa",
    metric="exact_match",
    languages=(
        "af", "ar", "az", "bg", "bn", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu",
        "he", "hi", "ht", "hu", "id", "it", "ja", "jv", "ka", "kk", "ko", "lt", "ml", "mr", "ms",
        "my", "nl", "pa", "pl", "pt", "qu", "ro", "ru", "sw", "ta", "te", "th", "tl", "tr", "uk",
        "ur", "vi", "wo", "yo", "zh",
    ),
    splits=("test",),
    fields=("question", "context"),
    train_tasks=("squad",),
    licence="Apache-2.0",
    text_origin="written: English templates, human-translated and filled",
    citation="Ruder et al. 2021, arXiv:2104.07412; Ribeiro et al. 2020, arXiv:2005.04118",
    source=_EXPORT,
    revision="gs://xtreme_translations/MultiCheckList, lang_suites",
    published_setup="XTREME-R (arXiv:2104.07412), diagnostics: trained on English SQuAD v1.1; the "
    "error rate in percent is 100 minus exact match",
    traps=(
        "the official comparison takes articles and end punctuation off, language by language",
        "zh, ja and ko: official answers are rebuilt from tokens, here all are code point spans",
        "languages are not parallel: each suite is drawn by itself",
        "templates of 200 cases a test: many examples read alike",
    ),
)  # fmt: skip
TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            "test": (
                SourceFile(
                    role="text",
                    patterns=("multichecklist/{language}.jsonl",),
                    get_it=_EXPORT,
                ),
            )
        }
    ),
    read=read_cases,
)
