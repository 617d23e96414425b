"""Settings of retrieval and mining, and the named presets of published set-ups.

The reference scripts keep the last `num_layers` hidden states and take one of them by its index,
so with L layers (hidden states 0 to L) they read state `L + 1 - num_layers + index`.
"""

from dataclasses import dataclass

from crosswind.config.schema import Retrieval
from crosswind.core.errors import ConfigError
from crosswind.records.encoder_card import EncoderCard

# Kinds that the references retrieve with; the other kinds with a pool have a trained encoder.
PRESET_KINDS = ("retrieval", "mining")
# Tokens of a sentence in every reference.
_PRESET_TOKENS = 512
# Candidates that a ranking keeps: the metric looks at twenty.
_RANKED = 20
_LAST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference:
    """One published set-up for one kind of task.

    Attributes:
        pooling: what it really pools.
        layers: number of encoder layers -> hidden state.
    """

    pooling: str
    layers: dict[int, int]


# jiant: hidden state 14 of XLM-R Large, mean pooling, for both tasks (nyu-mll/jiant, benchmark
# scripts of XTREME).
_JIANT = _Reference(pooling="mean", layers={24: 14})
# run_tatoeba.sh of google-research/xtreme: XLM-R Large with num_layers 24 and index 13, mBERT with
# 12 and 7. The pool type was mean before and after October 2021.
_TATOEBA = _Reference(pooling="mean", layers={24: 14, 12: 8})
# run_bucc2018.sh asks for index 7 and never passes its layer count, which stays at 12. It asks for
# the vector of the first token, which run_retrieval.py ignored until 7 October 2021.
_BUCC = {24: 20, 12: 8}
# Pull request 104 of that repository (December 2024, not merged): mean pooling for BUCC again, and
# index 10 for Tatoeba with XLM-R Large, where its author met the published scores.
_PRESETS: dict[str, dict[str, _Reference]] = {
    "jiant": {"retrieval": _JIANT, "mining": _JIANT},
    "xtreme_before_october_2021": {
        "retrieval": _TATOEBA,
        "mining": _Reference(pooling="mean", layers=_BUCC),
    },
    "xtreme": {"retrieval": _TATOEBA, "mining": _Reference(pooling="cls", layers=_BUCC)},
    "xtreme_pull_104": {
        "retrieval": _Reference(pooling="mean", layers={24: 11, 12: 8}),
        "mining": _Reference(pooling="mean", layers=_BUCC),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalSettings:
    """Every setting of search, resolved; kinds that are not searched for have the defaults.

    Attributes:
        preset: the reference it follows; empty: our own default.
        layer: hidden state, 0 = embeddings, -1 = the last.
        pooling: "mean" or "cls".
        margin: of mining; "none" for the other kinds.
        k, direction: of mining.
        search: "auto", "exact" or "faiss".
        max_tokens: of a preset; 0 leaves it to the recipe.
    """

    preset: str
    layer: int
    pooling: str
    margin: str
    k: int
    direction: str
    search: str
    max_tokens: int

    def params(self) -> dict[str, object]:
        """What of it decides a predict step."""
        return {
            "layer": self.layer,
            "pooling": self.pooling,
            "margin": self.margin,
            "k": self.k,
            "direction": self.direction,
            "search": self.search,
            "n_ranked": _RANKED,
        }

    def sentence(self) -> str:
        """The settings in words."""
        state = "the last hidden state" if self.layer == _LAST else f"hidden state {self.layer}"
        origin = f"as in the preset {self.preset}" if self.preset else "this project's default"
        mined = f", {self.margin} margin over {self.k} neighbors, direction {self.direction}"
        return f"{self.pooling} of {state}{mined if self.margin != 'none' else ''}, {origin}"


def retrieval_settings(asked: Retrieval, kind: str, encoder: EncoderCard) -> RetrievalSettings:
    """The settings of a target.

    Keys that the experiment gives win over the preset's. Our default is the mean of the last
    hidden state, and for mining the ratio margin over four neighbors in both directions.

    Raises:
        ConfigError: the preset is not defined for an encoder of this depth, and no layer is given.
    """
    reference = _PRESETS[asked.preset][kind] if asked.preset else None
    layer, pooling = _LAST, "mean"
    if reference is not None:
        layer = _layer(reference, asked, encoder)
        pooling = reference.pooling
    return RetrievalSettings(
        preset=asked.preset or "",
        layer=layer if asked.layer is None else asked.layer,
        pooling=asked.pooling or pooling,
        margin=(asked.margin or "ratio") if kind == "mining" else "none",
        k=asked.k or 4,
        direction=asked.direction or "max",
        search=asked.search,
        max_tokens=_PRESET_TOKENS if reference is not None else 0,
    )


def _layer(reference: _Reference, asked: Retrieval, encoder: EncoderCard) -> int:
    """The preset's hidden state. No rule of proportion is made up for other depths."""
    if asked.layer is not None:
        return asked.layer
    if encoder.n_layers not in reference.layers:
        depths = " or ".join(str(depth) for depth in sorted(reference.layers))
        raise ConfigError(
            f"the preset says nothing for the encoder {encoder.name} of "
            f"{encoder.n_layers or 'an unknown number of'} layers",
            value=asked.preset,
            allowed=f"encoders of {depths} layers, or a layer of your own beside the preset",
            action="Add `layer = ...` to the retrieval table of the target.",
        )
    return reference.layers[encoder.n_layers]
