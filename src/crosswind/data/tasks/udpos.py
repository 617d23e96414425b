"""Part of speech in thirty-three languages: Universal Dependencies 2.5 in the benchmark's cut."""

from crosswind.data.tagged_files import by_number, read_word_and_tag, sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

_LANGUAGES = (
    "af", "ar", "bg", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "hu",
    "id", "it", "ja", "kk", "ko", "mr", "nl", "pt", "ru", "ta", "te", "th", "tl", "tr", "ur",
    "vi", "yo", "zh",
)  # fmt: skip
_TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
CARD = TaskCard(
    name="udpos",
    kind="tagging",
    metric="udpos_f1_seqeval_0_0_12",
    n_train=21_253,
    languages=_LANGUAGES,
    splits=("train", "validation", "test"),
    labels=_TAGS,
    fields=("words",),
    train_tasks=("udpos",),
    evaluation_split="test",
    licence="by treebank: CC BY, CC BY-SA and CC BY-NC-SA, 3.0 and 4.0",
    text_origin="found",
    citation="Nivre et al. 2020, arXiv:2004.10643; cut by Hu et al. 2020, arXiv:2003.11080",
    source="XTREME's download_data.sh (google-research/xtreme), folder udpos.",
    revision="UD 2.5",
    published_setup="XTREME (arXiv:2003.11080): train on English, seqeval F1 on test",
    traps=(
        "the benchmark's F1 is seqeval 0.0.12 on tags without B-/I-: not token accuracy",
        "test files of the benchmark may come without tags: use the validation split then",
        "Kazakh, Tagalog, Thai and Yoruba have test files only",
        "lt, pl, ro, uk and wo make the 38 languages of XTREME-R (UD 2.7): loaded when named",
        "test files of many languages contain the sentences of their PUD treebank",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by number from 0. Treebanks are not parallel: a sentence is its own cluster."""
    sentences = read_word_and_tag(source.one("text"))
    return sentence_rows(sentences, language, by_number(language, split))


TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            "train": (SourceFile(role="text", patterns=("udpos/train-{language}.tsv",)),),
            "validation": (SourceFile(role="text", patterns=("udpos/dev-{language}.tsv",)),),
            "test": (SourceFile(role="text", patterns=("udpos/test-{language}.tsv",)),),
        },
        train="en",
    ),
    read=read,
    more_languages=("lt", "pl", "ro", "uk", "wo"),
)
