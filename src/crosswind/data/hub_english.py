"""Where the English tasks stand on the hub. None of these ids was ever tried live: see docs."""

from crosswind.data.choice_rows import commonsense_qa, cosmos_qa, hellaswag, hub_choices
from crosswind.data.hub import HubSource
from crosswind.data.hub_questions import Questions
from crosswind.data.hub_readers import (
    LabeledTexts,
    by_column_and_split,
    by_number,
    by_part,
    by_text,
    own_number,
)

# The parquet form that the hub makes of repositories that hold a script.
CONVERTED = "refs/convert/parquet"
QUESTION_COLUMNS = ("id", "question", "context", "answers")
CHOICE_FIELDS = ("premise", "question", "choice1", "choice2")
# The question is English in every language, as in the files' own reader.
CHOICE_QUESTIONS = {"cause": "What was the cause?", "effect": "What was the effect?"}
NLI_NAMES = {"label": ("entailment", "neutral", "contradiction")}
NLI_TEXTS = {"premise": "premise", "hypothesis": "hypothesis"}
ALL = {"train": "train", "validation": "validation", "test": "test"}
TRAINED = {"train": "train", "validation": "validation"}

_GLUE = "nyu-mll/glue"
_COSMOS_FIELDS = ("context", "question", "answer0", "answer1", "answer2", "answer3")
_SIQA_FIELDS = ("context", "question", "answerA", "answerB", "answerC")

ENGLISH_SOURCES: dict[str, HubSource] = {
    "mnli": HubSource(
        hub_id=_GLUE,
        config="mnli",
        splits={"train": "train", "validation": "validation_matched"},
        columns=("premise", "hypothesis", "label"),
        label_names=NLI_NAMES,
        read=LabeledTexts(
            texts=NLI_TEXTS, label="label", example_id=by_number, cluster=by_text("premise")
        ),
        differs="the whole training set, and the matched development set as validation",
    ),
    "snli": HubSource(
        hub_id="stanfordnlp/snli",
        config="plain_text",
        splits=TRAINED,
        columns=("premise", "hypothesis", "label"),
        label_names=NLI_NAMES,
        read=LabeledTexts(
            texts=NLI_TEXTS, label="label", example_id=by_number, cluster=by_text("premise")
        ),
        differs="the whole training set; pairs without a gold label are left out and counted",
    ),
    "scitail": HubSource(
        hub_id="allenai/scitail",
        config="snli_format",
        splits=TRAINED,
        columns=("sentence1", "sentence2", "gold_label"),
        read=LabeledTexts(
            texts={"premise": "sentence1", "hypothesis": "sentence2"},
            label="gold_label",
            example_id=by_number,
            cluster=by_text("sentence1"),
            labels={"neutral": "not_entailment"},
        ),
        differs="the whole training set, and dev as validation; not the folder tsv_format, which "
        "lacks 499 training pairs",
    ),
    "rte": HubSource(
        hub_id=_GLUE,
        config="rte",
        splits=TRAINED,
        columns=("sentence1", "sentence2", "label"),
        label_names={"label": ("entailment", "not_entailment")},
        read=LabeledTexts(
            texts={"premise": "sentence1", "hypothesis": "sentence2"},
            label="label",
            example_id=by_number,
            cluster=by_text("sentence1"),
        ),
    ),
    "sick": HubSource(
        hub_id="RobZamp/sick",
        branch=CONVERTED,
        config="default",
        splits=ALL,
        columns=("id", "sentence_A", "sentence_B", "label"),
        label_names=NLI_NAMES,
        read=LabeledTexts(
            texts={"premise": "sentence_A", "hypothesis": "sentence_B"},
            label="label",
            example_id=own_number("id"),
            cluster=by_text("sentence_A"),
        ),
    ),
    "qqp": HubSource(
        hub_id=_GLUE,
        config="qqp",
        splits=TRAINED,
        columns=("question1", "question2", "label"),
        label_names={"label": ("0", "1")},
        read=LabeledTexts(
            texts={"sentence1": "question1", "sentence2": "question2"},
            label="label",
            example_id=by_number,
            cluster=by_text("question1"),
            labels={"not_duplicate": "0", "duplicate": "1"},
        ),
        differs="ids are row numbers; the broken lines are not there",
    ),
    "mrpc": HubSource(
        hub_id=_GLUE,
        config="mrpc",
        splits=TRAINED,
        columns=("sentence1", "sentence2", "label"),
        label_names={"label": ("0", "1")},
        read=LabeledTexts(
            texts={"sentence1": "sentence1", "sentence2": "sentence2"},
            label="label",
            example_id=by_number,
            cluster=by_text("sentence1"),
            labels={"not_equivalent": "0", "equivalent": "1"},
        ),
        differs="ids are row numbers",
    ),
    "squad": HubSource(
        hub_id="rajpurkar/squad",
        config="plain_text",
        splits=TRAINED,
        columns=QUESTION_COLUMNS,
        read=Questions(),
    ),
    "squad_v2": HubSource(
        hub_id="rajpurkar/squad_v2",
        config="squad_v2",
        splits=TRAINED,
        columns=QUESTION_COLUMNS,
        read=Questions(),
    ),
    "copa": HubSource(
        hub_id="aps/super_glue",
        branch=CONVERTED,
        config="copa",
        splits=TRAINED,
        columns=(*CHOICE_FIELDS, "idx", "label"),
        label_names={"label": ("0", "1")},
        read=LabeledTexts(
            texts={name: name for name in CHOICE_FIELDS},
            label="label",
            example_id=by_column_and_split("idx"),
            cluster=by_column_and_split("idx"),
            labels={"choice1": "0", "choice2": "1"},
            wording={"question": CHOICE_QUESTIONS},
        ),
        differs="no test part: its labels are not published",
    ),
    "siqa": HubSource(
        hub_id="lighteval/siqa",
        config="data",
        splits=TRAINED,
        columns=(*_SIQA_FIELDS, "label"),
        read=LabeledTexts(
            texts={name: name for name in _SIQA_FIELDS},
            label="label",
            example_id=by_part,
            cluster=by_text("context"),
            labels={"1": "0", "2": "1", "3": "2"},
        ),
        differs="the whole training set",
    ),
    "hellaswag": HubSource(
        hub_id="Rowan/hellaswag",
        config="data",
        splits=TRAINED,
        columns=("ind", "ctx_a", "ctx_b", "endings", "source_id", "label"),
        read=hub_choices(hellaswag),
    ),
    "cosmos_qa": HubSource(
        hub_id="allenai/cosmos_qa",
        branch=CONVERTED,
        config="default",
        splits=TRAINED,
        columns=("id", *_COSMOS_FIELDS, "label"),
        read=hub_choices(cosmos_qa),
    ),
    "commonsense_qa": HubSource(
        hub_id="tau/commonsense_qa",
        config="data",
        splits=TRAINED,
        columns=("id", "question", "choices", "answerKey"),
        read=hub_choices(commonsense_qa),
    ),
}
