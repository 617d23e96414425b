"""The keys of mixtures."""

import pytest
from pydantic import ValidationError

from crosswind.config.arms import Stage
from crosswind.config.mixtures import CAP, Mlm


def test_the_cap_of_the_paper_is_the_default():
    assert Stage(tasks=("mnli",)).cap == CAP == 2**17


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
def test_masked_text_never_has_all_updates_nor_none(share):
    with pytest.raises(ValidationError):
        Mlm(text="wiki", share=share, languages=("de",))


@pytest.mark.parametrize("changes", [{"languages": ()}, {"text": "../wiki"}, {"mask_rate": 1.0}])
def test_masked_text_needs_a_folder_a_language_and_a_rate(changes):
    with pytest.raises(ValidationError):
        Mlm.model_validate({"text": "wiki", "share": 0.5, "languages": ("de",), **changes})


def test_a_share_is_not_negative():
    with pytest.raises(ValidationError):
        Stage(tasks=("mnli",), sampling="fixed", shares={"mnli": -1.0})
