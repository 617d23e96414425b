"""PAN-X: named entities of Wikipedia in forty languages (WikiANN), benchmark files."""

from crosswind.data.entity_tags import PERSON_PLACE_ORGANISATION
from crosswind.data.tagged_files import by_number, read_word_and_tag, sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task, files_by_split
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="panx",
    kind="tagging",
    metric="entity_f1",
    n_train=20_000,
    languages=(
        "af", "ar", "bg", "bn", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi",
        "hu", "id", "it", "ja", "jv", "ka", "kk", "ko", "ml", "mr", "ms", "my", "nl", "pt", "ru",
        "sw", "ta", "te", "th", "tl", "tr", "ur", "vi", "yo", "zh",
    ),
    splits=("train", "validation", "test"),
    labels=PERSON_PLACE_ORGANISATION,
    fields=("words",),
    train_tasks=("panx",),
    release="panx",
    licence="ODC-By-1.0",
    text_origin="found (Wikipedia); tags from links, made by machine",
    citation="Pan et al. 2017 (ACL P17-1178); balanced splits of Rahimi et al. 2019",
    source="XTREME's download_data.sh (google-research/xtreme), folder panx.",
    revision="the balanced splits of Rahimi et al. 2019",
    published_setup="XTREME (arXiv:2003.11080): train on English, entity F1 of seqeval on test",
    traps=(
        "test files of the benchmark come without tags: use the validation split then",
        "tags are silver: made from links between articles, so that many names are untagged",
        "many sentences are titles, lists or repeats, and some words are lone invisible marks",
        "some sentences start a name with I-: seqeval counts it as a new name, as we do",
        "Chinese, Japanese, Thai and Burmese words are mostly single characters",
        "az, gu, lt, pa, pl, qu, ro and uk make the 48 languages of XTREME-R: loaded when named",
    ),
)  # fmt: skip


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by number from 0. Languages are not parallel: a sentence is its own cluster."""
    sentences = read_word_and_tag(source.one("text"))
    return sentence_rows(sentences, language, by_number(language, split))


TASK = Task(
    card=CARD,
    files=files_by_split(
        {
            split: (SourceFile(role="text", patterns=(f"panx/{name}-{{language}}.tsv",)),)
            for split, name in (("train", "train"), ("validation", "dev"), ("test", "test"))
        },
        train="en",
    ),
    read=read,
    more_languages=("az", "gu", "lt", "pa", "pl", "qu", "ro", "uk"),
)
