"""PUD: part of speech in parallel treebanks, a thousand sentences in twenty-one languages."""

from crosswind.data.tagged_files import read_conllu, sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.data.tasks.udpos import CARD as UDPOS
from crosswind.records.task_card import TaskCard

# Language tag -> name of the treebank, in the order of the release.
_TREEBANKS = {
    "ar": "Arabic", "zh": "Chinese", "cs": "Czech", "en": "English", "fi": "Finnish",
    "fr": "French", "gl": "Galician", "de": "German", "hi": "Hindi", "is": "Icelandic",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "es": "Spanish", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish",
}  # fmt: skip
CARD = TaskCard(
    name="pud",
    kind="tagging",
    metric="token_accuracy",
    languages=tuple(_TREEBANKS),
    splits=("test",),
    labels=UDPOS.labels,
    fields=("words",),
    train_tasks=("udpos",),
    licence="CC-BY-SA-3.0",
    text_origin="found (news, Wikipedia) in five languages, human-translated into the rest",
    citation="Zeman et al. 2017, CoNLL shared task (ACL K17-3001)",
    source="https://github.com/UniversalDependencies, repositories UD_*-PUD, below ud_pud.",
    revision="UD, any release: the files' digests are in the plan",
    published_setup="CoNLL 2017 shared task: UPOS accuracy, here on gold words",
    traps=(
        "words are syntactic words: du is de le in French, and ranges and empty nodes are no words",
        "some words hold a blank (25 000)",
        "test files of udpos contain these sentences in many languages: never evaluate both as one",
        "translations keep the id of their sentence: one cluster over all languages",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by their `sent_id`, which translations share."""
    del split
    sentences = read_conllu(source.one("text"))
    return sentence_rows(sentences, language, lambda _, found: (found.name, found.name))


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """One treebank a language, in the folders of the official repositories."""
    del split
    name = f"ud_pud/UD_{_TREEBANKS[language]}-PUD/{language}_pud-ud-test.conllu"
    return (SourceFile(role="text", patterns=(name,)),)


TASK = Task(card=CARD, files=files, read=read)
