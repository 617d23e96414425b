"""What decides predictions, beside the inputs."""

from dataclasses import dataclass

from crosswind.evaluate.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictParams:
    """Everything that decides the predictions, beside the inputs.

    Attributes:
        task, kind: of the examples.
        part: task of the mixture whose head predicts; "" for a checkpoint with one head.
        fields: text fields, in the order the encoder reads them.
        max_tokens: longest row, special tokens included.
        stride: pieces that neighboring windows share (tagging, span QA).
        pooling: "mean" or "cls" (all kinds of retrieval).
        layer: hidden state that is pooled, 0 = embeddings, -1 = the last (all kinds of retrieval).
        precision: "fp32" or "bf16".
        max_answer_tokens: longest answer (span QA).
        margin: "ratio", "distance" or "absolute" (mining); "none" for the other kinds.
        k: neighbors that a margin looks at (mining).
        direction: "forward", "backward", "intersect" or "max" (mining).
        search: "exact", "faiss" or "auto" (all kinds of retrieval).
        n_ranked: candidates that are kept of a ranking (answer and entity retrieval).
    """

    task: str
    kind: str
    fields: tuple[str, ...]
    part: str = ""
    max_tokens: int = 256
    stride: int = 128
    pooling: str = "mean"
    layer: int = -1
    precision: str = "fp32"
    null_threshold: float | None = None
    max_answer_tokens: int = 30
    margin: str = "none"
    k: int = 4
    direction: str = "max"
    search: str = "auto"
    n_ranked: int = 20

    @property
    def reading(self) -> Reading:
        """The part that decides model inputs."""
        return Reading(
            kind=self.kind,
            fields=tuple(self.fields),
            max_tokens=self.max_tokens,
            stride=self.stride,
            max_answer_tokens=self.max_answer_tokens,
            null_threshold=self.null_threshold,
            pooling=self.pooling,
            layer=self.layer,
            margin=self.margin,
            k=self.k,
            direction=self.direction,
            search=self.search,
            n_ranked=self.n_ranked,
        )
