"""Which tasks stand on the hub, and where. None of these ids was ever tried live: see docs."""

from crosswind.data.hub import HubSource
from crosswind.data.hub_readers import (
    by_column,
    by_number,
    by_text,
    by_threes,
    labeled_texts,
    questions,
    tagged_words,
    translations,
)

_XTREME = "google/xtreme"
# The parquet form that the hub makes of repositories that hold a script.
_CONVERTED = "refs/convert/parquet"
_QUESTION_COLUMNS = ("id", "question", "context", "answers")
_TRIMMED = "contexts without the blanks at their ends; answers are moved accordingly, and counted"
_NLI_NAMES = {"label": ("entailment", "neutral", "contradiction")}
_NLI_TEXTS = {"premise": "premise", "hypothesis": "hypothesis"}
_ALL = {"train": "train", "validation": "validation", "test": "test"}
_TRAINED = {"train": "train", "validation": "validation"}
_EVALUATED = {"validation": "validation", "test": "test"}

_UD_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "kk": "Kazakh", "ko": "Korean",
    "mr": "Marathi", "nl": "Dutch", "pt": "Portuguese", "ru": "Russian", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "ur": "Urdu",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
_UD_TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
_PANX_LANGUAGES = (
    "af", "ar", "bg", "bn", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "hu",
    "id", "it", "ja", "jv", "ka", "kk", "ko", "ml", "mr", "ms", "my", "nl", "pt", "ru", "sw", "ta",
    "te", "th", "tl", "tr", "ur", "vi", "yo", "zh",
)  # fmt: skip
_ENTITY_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
_TATOEBA_CODES = {
    "af": "afr", "ar": "ara", "bg": "bul", "bn": "ben", "de": "deu", "el": "ell", "es": "spa",
    "et": "est", "eu": "eus", "fa": "pes", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin",
    "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "jv": "jav", "ka": "kat", "kk": "kaz",
    "ko": "kor", "ml": "mal", "mr": "mar", "nl": "nld", "pt": "por", "ru": "rus", "sw": "swh",
    "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur", "ur": "urd", "vi": "vie",
    "zh": "cmn",
}  # fmt: skip
_TYDIQA_NAMES = {
    "ar": "arabic", "bn": "bengali", "en": "english", "fi": "finnish", "id": "indonesian",
    "ko": "korean", "ru": "russian", "sw": "swahili", "te": "telugu",
}  # fmt: skip

HUB_SOURCES: dict[str, HubSource] = {
    "mnli": HubSource(
        hub_id="nyu-mll/glue",
        config="mnli",
        splits={"train": "train", "validation": "validation_matched"},
        columns=("premise", "hypothesis", "label"),
        label_names=_NLI_NAMES,
        read=labeled_texts(_NLI_TEXTS, "label", example_id=by_number, cluster=by_text("premise")),
        differs="the whole training set, and the matched development set as validation",
    ),
    "snli": HubSource(
        hub_id="stanfordnlp/snli",
        config="plain_text",
        splits=_TRAINED,
        columns=("premise", "hypothesis", "label"),
        label_names=_NLI_NAMES,
        read=labeled_texts(_NLI_TEXTS, "label", example_id=by_number, cluster=by_text("premise")),
        differs="the whole training set; pairs without a gold label are left out and counted",
    ),
    "xnli": HubSource(
        hub_id="facebook/xnli",
        config="{language}",
        splits=_EVALUATED,
        columns=("premise", "hypothesis", "label"),
        label_names=_NLI_NAMES,
        read=labeled_texts(_NLI_TEXTS, "label", example_id=by_number, cluster=by_threes),
    ),
    "pawsx": HubSource(
        hub_id="google-research-datasets/paws-x",
        config="{language}",
        splits=_ALL,
        columns=("id", "sentence1", "sentence2", "label"),
        label_names={"label": ("0", "1")},
        read=labeled_texts(
            {"sentence1": "sentence1", "sentence2": "sentence2"},
            "label",
            example_id=by_column("id"),
            cluster=by_column("id"),
        ),
    ),
    "udpos": HubSource(
        hub_id=_XTREME,
        config="udpos.{language}",
        languages=_UD_NAMES,
        splits=_ALL,
        columns=("tokens", "pos_tags"),
        label_names={"pos_tags": _UD_TAGS},
        read=tagged_words("tokens", "pos_tags"),
        differs="every treebank of the language in UD 2.5, in the order of the hub's own script",
    ),
    "panx": HubSource(
        hub_id=_XTREME,
        config="PAN-X.{language}",
        languages={language: language for language in _PANX_LANGUAGES},
        splits=_ALL,
        columns=("tokens", "ner_tags"),
        label_names={"ner_tags": _ENTITY_TAGS},
        read=tagged_words("tokens", "ner_tags"),
    ),
    "masakhaner": HubSource(
        hub_id="masakhane/masakhaner2",
        branch=_CONVERTED,
        config="{language}",
        splits=_ALL,
        columns=("tokens", "ner_tags"),
        label_names={"ner_tags": (*_ENTITY_TAGS, "B-DATE", "I-DATE")},
        read=tagged_words("tokens", "ner_tags"),
    ),
    "squad": HubSource(
        hub_id="rajpurkar/squad",
        config="plain_text",
        splits=_TRAINED,
        columns=_QUESTION_COLUMNS,
        read=questions(),
    ),
    "squad_v2": HubSource(
        hub_id="rajpurkar/squad_v2",
        config="squad_v2",
        splits=_TRAINED,
        columns=_QUESTION_COLUMNS,
        read=questions(),
    ),
    "xquad": HubSource(
        hub_id="google/xquad",
        config="xquad.{language}",
        splits={"test": "validation"},
        columns=_QUESTION_COLUMNS,
        read=questions(),
        differs=_TRIMMED,
    ),
    "mlqa": HubSource(
        hub_id=_XTREME,
        config="MLQA.{first}.{second}",
        splits=_EVALUATED,
        columns=_QUESTION_COLUMNS,
        read=questions(),
        differs=_TRIMMED,
    ),
    "tydiqa": HubSource(
        hub_id=_XTREME,
        config="tydiqa",
        splits=_TRAINED,
        columns=_QUESTION_COLUMNS,
        read=questions(language_prefix=lambda language: f"{_TYDIQA_NAMES[language]}-"),
        differs=f"{_TRIMMED}; ids are whole",
    ),
    "tatoeba": HubSource(
        hub_id=_XTREME,
        config="tatoeba.{language}",
        languages=_TATOEBA_CODES,
        splits={"test": "validation"},
        columns=("source_sentence", "target_sentence"),
        read=translations("target_sentence", "source_sentence"),
    ),
}

# Tasks that no repository known to us holds in parquet with all that the task needs, and why.
NOT_ON_THE_HUB: dict[str, str] = {
    "bucc2018": "the copies there hold the gold pairs alone, without the sentences to mine from",
    "lareqa": "no parquet form of XQuAD-R with its sentence breaks is known to us",
    "mewslix": "the data is built by the user with the benchmark's own program",
    "pud": "the repositories of the treebanks hold CoNLL-U files only",
    "snips": "the copies there hold intents alone, without slots",
    "uner": "universalner/universal_ner holds a script alone, which is never run",
}
