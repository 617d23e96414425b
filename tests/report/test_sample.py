from collections.abc import Callable
from typing import Any

from crosswind.report.sample import PER_CELL, Sources, draw_sample, index_sources


def sources(study: Any) -> Sources:
    params, inputs = study.params, study.inputs
    return index_sources(
        list(zip(params.clean_cells, inputs["clean"], strict=True)),
        list(zip(params.perturbed_cells, inputs["perturbed"], strict=True)),
        list(zip(params.prediction_cells, inputs["predictions"], strict=True)),
    )


def test_each_cell_gives_few_changed_examples_with_flipped_ones_first(
    built: Callable[..., Any],
) -> None:
    grid: dict[str, Any] = {"tasks": ("home_intents", "interface_retrieval"),
                            "languages": ("en", "th"), "n_examples": 30}  # fmt: skip
    drawn = draw_sample(sources(built(**grid)))
    assert len(drawn) == 2 * 2 * 6
    assert all(len(cell) <= PER_CELL for cell in drawn)
    for cell in drawn:
        flips = [shown.is_flipped for shown in cell]
        assert flips == sorted(flips, reverse=True)
        for shown in cell:
            assert shown.edits
            assert shown.clean.example_id == shown.noisy.example_id
            assert list(shown.predictions) == ["none", "home_paraphrase"]
            said = {after.predicted for _, after in shown.predictions.values()}
            if shown.task == "interface_retrieval":
                assert said <= shown.neighbors.keys()


def test_cells_without_predictions_give_way(built: Callable[..., Any]) -> None:
    study = built(tasks=("home_intents",), languages=("en",))
    found = sources(study)
    kept = {key: path for key, path in found.predictions.items() if key[4] != 3}
    thinned = Sources(clean=found.clean, perturbed=found.perturbed, predictions=kept)
    assert {shown.severity for cell in draw_sample(thinned) for shown in cell} == {1, 5}
    bare = Sources(clean=found.clean, perturbed=found.perturbed, predictions={})
    assert {shown.severity for cell in draw_sample(bare) for shown in cell} == {1, 3, 5}
