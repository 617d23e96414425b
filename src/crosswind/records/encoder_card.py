"""EncoderCard: the facts about a pretrained encoder."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorSupervision:
    """A labelled or aligned data set an encoder was already taught with."""

    dataset: str
    languages: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderCard:
    """What is known of an encoder before it is loaded.

    Attributes:
        name: the name in experiment files.
        hub_id: its id on the hub; empty for an embedded encoder.
        n_parameters, n_embedding_parameters: counts.
        n_layers: transformer layers; hidden states are one more. Presets of retrieval need it.
        vocabulary: rows of the word embedding.
        languages: how many, and which family of lists.
        max_tokens: longest input.
        licence: of the weights.
        prior_supervision: what it was already taught; tables mark re-exposure for it.
        tasks_seen: names of our tasks that count as re-exposure for it.
        tasks_in_many: those of them whose supervision was in many languages: what it scores in
            them is not zero-shot.
        traps: known faults.
        refused: the reason why it cannot be loaded, or empty.
    """

    name: str
    hub_id: str = ""
    n_parameters: int = 0
    n_embedding_parameters: int = 0
    n_layers: int = 0
    vocabulary: int = 0
    languages: str = ""
    max_tokens: int = 512
    licence: str = ""
    prior_supervision: tuple[PriorSupervision, ...] = field(default=())
    tasks_seen: tuple[str, ...] = ()
    tasks_in_many: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    refused: str = ""
