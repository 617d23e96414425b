"""Which tasks stand on the hub, and where. None of these ids was ever tried live: see docs."""

from crosswind.data.hub import HubSource
from crosswind.data.hub_english import (
    ALL,
    CHOICE_FIELDS,
    CHOICE_QUESTIONS,
    CONVERTED,
    ENGLISH_SOURCES,
    NLI_NAMES,
    NLI_TEXTS,
    QUESTION_COLUMNS,
    TRAINED,
)
from crosswind.data.hub_questions import Questions, context_of, own_id, position
from crosswind.data.hub_readers import (
    LabeledTexts,
    by_column,
    by_column_and_split,
    by_number,
    by_threes,
    tagged_words,
    translations,
)

_XTREME = "google/xtreme"
_TRIMMED = "contexts without the blanks at their ends; answers are moved accordingly, and counted"
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
_MASAKHANER_CODES = {
    "bm": "bam", "bbj": "bbj", "ee": "ewe", "fon": "fon", "ha": "hau", "ig": "ibo", "rw": "kin",
    "lg": "lug", "luo": "luo", "mos": "mos", "pcm": "pcm", "ny": "nya", "sn": "sna", "sw": "swa",
    "tn": "tsn", "tw": "twi", "wo": "wol", "xh": "xho", "yo": "yor", "zu": "zul",
}  # fmt: skip
_TYDIQA_NAMES = {
    "ar": "arabic", "bn": "bengali", "en": "english", "fi": "finnish", "id": "indonesian",
    "ko": "korean", "ru": "russian", "sw": "swahili", "te": "telugu",
}  # fmt: skip

HUB_SOURCES: dict[str, HubSource] = {
    **ENGLISH_SOURCES,
    "xnli": HubSource(
        hub_id="facebook/xnli",
        config="{language}",
        splits=_EVALUATED,
        columns=("premise", "hypothesis", "label"),
        label_names=NLI_NAMES,
        read=LabeledTexts(texts=NLI_TEXTS, label="label", example_id=by_number, cluster=by_threes),
    ),
    "pawsx": HubSource(
        hub_id="google-research-datasets/paws-x",
        config="{language}",
        splits=ALL,
        columns=("id", "sentence1", "sentence2", "label"),
        label_names={"label": ("0", "1")},
        read=LabeledTexts(
            texts={"sentence1": "sentence1", "sentence2": "sentence2"},
            label="label",
            example_id=by_column("id"),
            cluster=by_column("id"),
        ),
    ),
    "udpos": HubSource(
        hub_id=_XTREME,
        config="udpos.{language}",
        languages=_UD_NAMES,
        splits=ALL,
        columns=("tokens", "pos_tags"),
        label_names={"pos_tags": _UD_TAGS},
        read=tagged_words("tokens", "pos_tags"),
        differs="every treebank of the language in UD 2.5, in the order of the hub's own script",
    ),
    "panx": HubSource(
        hub_id=_XTREME,
        config="PAN-X.{language}",
        languages={language: language for language in _PANX_LANGUAGES},
        splits=ALL,
        columns=("tokens", "ner_tags"),
        label_names={"ner_tags": _ENTITY_TAGS},
        read=tagged_words("tokens", "ner_tags"),
    ),
    "masakhaner": HubSource(
        hub_id="masakhane/masakhaner2",
        branch=CONVERTED,
        config="{language}",
        languages=_MASAKHANER_CODES,
        splits=_EVALUATED,
        columns=("tokens", "ner_tags"),
        label_names={"ner_tags": (*_ENTITY_TAGS, "B-DATE", "I-DATE")},
        read=tagged_words("tokens", "ner_tags"),
        differs="release 2 alone: Amharic has files only",
    ),
    "xquad": HubSource(
        hub_id="google/xquad",
        config="xquad.{language}",
        splits={"test": "validation"},
        columns=QUESTION_COLUMNS,
        read=Questions(),
        differs=_TRIMMED,
    ),
    "mlqa": HubSource(
        hub_id=_XTREME,
        config="MLQA.{first}.{second}",
        splits=_EVALUATED,
        columns=QUESTION_COLUMNS,
        read=Questions(cluster=own_id),
        differs=f"{_TRIMMED}; each question is a cluster of its own",
    ),
    "tydiqa": HubSource(
        hub_id=_XTREME,
        config="tydiqa",
        splits={**TRAINED, "test": "train"},
        columns=QUESTION_COLUMNS,
        read=Questions(
            example_id=position,
            cluster=context_of,
            prefixes={language: f"{name}-" for language, name in _TYDIQA_NAMES.items()},
        ),
        differs=f"one table of nine languages, told apart by their ids; {_TRIMMED}",
    ),
    "xcopa": HubSource(
        hub_id="cambridgeltl/xcopa",
        config="{language}",
        splits=_EVALUATED,
        columns=(*CHOICE_FIELDS, "idx", "label"),
        read=LabeledTexts(
            texts={name: name for name in CHOICE_FIELDS},
            label="label",
            example_id=by_column_and_split("idx"),
            cluster=by_column_and_split("idx"),
            wording={"question": CHOICE_QUESTIONS},
        ),
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
    "anli_plus": "its three sets are three repositories, and a plan pins one commit a task: train "
    "on mnli and snli from there, or take the files",
    "ccg": "CCGbank is licensed, and the Meaning Bank's layers are files of a repository of code",
    "bucc2018": "the copies there hold the gold pairs alone, without the sentences to mine from",
    "lareqa": "no parquet form of XQuAD-R with its sentence breaks is known to us",
    "mewslix": "the data is built by the user with the benchmark's own program",
    "noisy_panx": "published as files of a repository of code",
    "noisy_snips_intents": "published as files of a repository of code",
    "noisy_snips_slots": "published as files of a repository of code",
    "noisy_xnli": "published as files of a repository of code",
    "pud": "the repositories of the treebanks hold CoNLL-U files only",
    "snips_intents": "the copies there are cut in other parts than the release",
    "snips_slots": "the copies there hold intents alone, without slots",
    "uner": "universalner/universal_ner holds a script alone, which is never run",
}
