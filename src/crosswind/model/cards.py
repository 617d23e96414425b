"""What is known of the encoders that go by a name of their own. A count of 0 is not known."""

from crosswind.core.registry import Registry
from crosswind.records.encoder_card import EncoderCard, PriorSupervision

EMBEDDED_NAME = "e5-small-q4"

_E5_SOURCE = "arXiv:2402.05672 (not verified here)"
_E5_SUPERVISION = (
    PriorSupervision(dataset="NLI pairs", languages="English", source=_E5_SOURCE),
    PriorSupervision(dataset="SQuAD", languages="English", source=_E5_SOURCE),
    PriorSupervision(dataset="Quora duplicates", languages="English", source=_E5_SOURCE),
    PriorSupervision(dataset="Mr. TyDi", languages="many", source=_E5_SOURCE),
    PriorSupervision(dataset="MIRACL", languages="many", source=_E5_SOURCE),
    PriorSupervision(dataset="translation pairs", languages="many", source=_E5_SOURCE),
)
_E5_TASKS_SEEN = ("mnli", "snli", "squad", "qqp", "tatoeba", "interface_retrieval")
# Translation pairs are labels of these in every language.
_E5_TASKS_IN_MANY = ("tatoeba", "interface_retrieval")
_E5_TRAP = "contrastively tuned: retrieval scores are not those of an untrained encoder"
_XLMR_LANGUAGES = "100, those of XLM-R"


def _e5(size: str, n_parameters: int, n_layers: int) -> EncoderCard:
    return EncoderCard(
        name=f"multilingual-e5-{size}",
        hub_id=f"intfloat/multilingual-e5-{size}",
        n_parameters=n_parameters,
        n_layers=n_layers,
        vocabulary=250_037 if size == "small" else 0,
        languages=_XLMR_LANGUAGES,
        licence="MIT" if size == "small" else "",
        prior_supervision=_E5_SUPERVISION,
        tasks_seen=_E5_TASKS_SEEN,
        tasks_in_many=_E5_TASKS_IN_MANY,
        traps=(_E5_TRAP,),
    )


_CARDS = (
    EncoderCard(
        name=EMBEDDED_NAME,
        n_parameters=117_500_000,
        n_embedding_parameters=96_014_208,
        n_layers=12,
        vocabulary=250_037,
        languages=_XLMR_LANGUAGES,
        licence="MIT",
        prior_supervision=_E5_SUPERVISION,
        tasks_seen=_E5_TASKS_SEEN,
        tasks_in_many=_E5_TASKS_IN_MANY,
        traps=(
            _E5_TRAP,
            "4-bit weights: not the numbers of multilingual-e5-small in full precision",
            "no masked-language-model head",
        ),
    ),
    EncoderCard(
        name="xlm-roberta-base",
        hub_id="FacebookAI/xlm-roberta-base",
        n_parameters=270_000_000,
        n_embedding_parameters=192_000_000,
        n_layers=12,
        vocabulary=250_002,
        languages=_XLMR_LANGUAGES,
    ),
    EncoderCard(
        name="xlm-roberta-large",
        hub_id="FacebookAI/xlm-roberta-large",
        n_parameters=560_000_000,
        n_embedding_parameters=256_000_000,
        n_layers=24,
        vocabulary=250_002,
        languages=_XLMR_LANGUAGES,
    ),
    EncoderCard(
        name="xlm-roberta-xl",
        hub_id="facebook/xlm-roberta-xl",
        n_parameters=3_500_000_000,
        n_layers=36,
        languages=_XLMR_LANGUAGES,
    ),
    EncoderCard(
        name="mbert",
        hub_id="google-bert/bert-base-multilingual-cased",
        n_parameters=178_000_000,
        n_embedding_parameters=92_000_000,
        n_layers=12,
        vocabulary=120_000,
        languages="104",
    ),
    EncoderCard(
        name="mdeberta-v3-base",
        hub_id="microsoft/mdeberta-v3-base",
        n_parameters=280_000_000,
        n_embedding_parameters=190_000_000,
        n_layers=12,
        vocabulary=250_000,
        languages=_XLMR_LANGUAGES,
        traps=("fp16 may give NaN",),
    ),
    EncoderCard(
        name="rembert",
        hub_id="google/rembert",
        n_parameters=575_000_000,
        n_layers=32,
        vocabulary=250_000,
        languages="110",
        traps=("995M parameters in pretraining, 575M when fine-tuned",),
    ),
    EncoderCard(
        name="xlm-v-base",
        hub_id="facebook/xlm-v-base",
        n_parameters=780_000_000,
        n_layers=12,
        vocabulary=901_629,
        languages=_XLMR_LANGUAGES,
        traps=("901,629 embedding rows: most of the memory of dense AdamW",),
    ),
    EncoderCard(
        name="glot500-base",
        hub_id="cis-lmu/glot500-base",
        n_parameters=395_000_000,
        n_layers=12,
        vocabulary=401_000,
        languages="511",
    ),
    EncoderCard(
        name="multilingual-minilm",
        hub_id="microsoft/Multilingual-MiniLM-L12-H384",
        n_parameters=117_000_000,
        n_embedding_parameters=96_000_000,
        n_layers=12,
        languages=_XLMR_LANGUAGES,
        traps=("its tokenizer is XLM-R's, its architecture BERT's",),
    ),
    _e5("small", 118_000_000, 12),
    _e5("base", 278_000_000, 12),
    _e5("large", 560_000_000, 24),
    EncoderCard(
        name="mgte-mlm-base",
        hub_id="Alibaba-NLP/gte-multilingual-mlm-base",
        n_parameters=305_000_000,
        n_layers=12,
        languages="75",
        max_tokens=8192,
    ),
    EncoderCard(
        name="mmbert-small",
        hub_id="jhu-clsp/mmBERT-small",
        n_parameters=140_000_000,
        n_embedding_parameters=98_000_000,
        n_layers=22,
        vocabulary=256_000,
        languages="1,833",
        max_tokens=8192,
        traps=("prefix-space handling lowers tagging scores",),
    ),
    EncoderCard(
        name="mmbert-base",
        hub_id="jhu-clsp/mmBERT-base",
        n_parameters=307_000_000,
        n_embedding_parameters=197_000_000,
        n_layers=22,
        vocabulary=256_000,
        languages="1,833",
        max_tokens=8192,
        traps=("prefix-space handling lowers tagging scores",),
    ),
    EncoderCard(
        name="eurobert-210m",
        hub_id="EuroBERT/EuroBERT-210m",
        n_parameters=210_000_000,
        n_layers=12,
        languages="15: en fr de es zh it ru pl pt ja vi nl ar tr hi",
        max_tokens=8192,
        refused="it runs code from its repository",
    ),
)

ENCODERS: Registry[EncoderCard] = Registry("encoder", {card.name: card for card in _CARDS})


def card_of_hub_id(hub_id: str) -> EncoderCard | None:
    """The card of a hub repository, if there is one; ids compare without case."""
    return next((card for card in _CARDS if card.hub_id.lower() == hub_id.lower()), None)


def card_of(name: str) -> EncoderCard:
    """The card of an encoder by its own name or hub id; a bare one for what has none."""
    known = ENCODERS.get(name) if name in ENCODERS else card_of_hub_id(name)
    return known or EncoderCard(name=name)
