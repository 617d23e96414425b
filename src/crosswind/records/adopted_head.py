"""AdoptedHead: the head of a model that was trained elsewhere and is judged as it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedHead:
    """What a model's configuration says of its head, before the model is loaded.

    Attributes:
        architecture: class of transformers that it was saved from.
        kinds: task kinds that such a head predicts; empty if it has none.
        labels: names of its outputs, in their order; empty for spans and choices.
        refused: why the head cannot be judged, or empty.
    """

    architecture: str
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    refused: str = ""
