"""Gold and prediction files from texts."""

import pytest

from crosswind.evaluate.file_scores.submitted import Submitted


@pytest.fixture
def submitted(tmp_path):
    """(task, gold, predictions, language, probabilities) -> files with those texts."""

    def write(task, gold, predictions, *, language="de", na_probs=None, na_threshold=1.0):
        paths = {}
        for name, text in (("gold", gold), ("predictions", predictions), ("na_probs", na_probs)):
            if text is not None:
                paths[name] = tmp_path / f"{name}.x"
                paths[name].write_bytes(text.encode("utf-8"))
        return Submitted(task=task, language=language, na_threshold=na_threshold, **paths)

    return write
