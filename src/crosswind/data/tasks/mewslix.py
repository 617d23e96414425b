"""Mewsli-X: find the entity that a mention in a news article means (arXiv:2104.07412)."""

from crosswind.data.mention_files import read_entities, read_entity_ids, read_mentions
from crosswind.data.task import Candidates, SourceFile, Task
from crosswind.records.task_card import TaskCard

_GET_IT = "Run XTREME-R's scripts/download_mewslix_data.sh, which builds the folder mewslix."
CARD = TaskCard(
    name="mewslix",
    kind="entity_retrieval",
    metric="map_at_20",
    languages=("ar", "de", "en", "es", "fa", "ja", "pl", "ro", "ta", "tr", "uk"),
    splits=("validation", "test"),
    fields=("mention",),
    train_tasks=("mewslix_pairs",),
    licence="Apache-2.0 (annotations); CC-BY-2.5 (WikiNews), CC-BY-SA-3.0 (Wikipedia)",
    text_origin="found: WikiNews articles, descriptions from Wikipedia in fifty languages",
    citation="Ruder et al. 2021, arXiv:2104.07412",
    source=_GET_IT,
    revision="mewsli-x_20220518_6",
    published_setup="XTREME-R (arXiv:2104.07412): dual encoder trained on English Wikipedia pairs; "
    "one right entity, so mAP@20 is the mean reciprocal rank cut at 20",
    traps=(
        "the paper's figures are of an earlier release and cannot be compared",
        "the text of the articles is not in the release: the user's own build puts it back",
        "1,003,893 candidates in fifty languages, the same whatever is evaluated",
        "the mention stands twice in the text, and noise acts on each by itself",
    ),
)
_NAMES = {"validation": "dev", "test": "test"}


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """One file holds the mentions of all languages; the pairs that train are a task apart."""
    del language
    if split not in _NAMES:
        return ()
    names = (f"mewslix/wikinews_mentions-{_NAMES[split]}.jsonl",)
    return (SourceFile(role="text", patterns=names, get_it=_GET_IT),)


def entity_files(language: str, split: str) -> tuple[SourceFile, ...]:
    """One pool for all languages and splits."""
    del language, split
    names = ("mewslix/candidate_set_entities.jsonl",)
    return (SourceFile(role="entities", patterns=names, get_it=_GET_IT),)


TASK = Task(
    card=CARD,
    files=files,
    read=read_mentions,
    candidates=Candidates(
        files=entity_files,
        read=read_entities,
        fields=("description",),
        is_shared=True,
        language="mul",
        read_ids=read_entity_ids,
    ),
)
