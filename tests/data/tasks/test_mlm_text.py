"""Text files of the user: any language, any folder, nothing lost without a count."""

from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.sources import find_sources

ROOT = Path(__file__).parents[1] / "fixtures"
TASK = TASKS.get("mlm_text")


def test_lines_are_examples_and_equal_ones_a_cluster():
    found = find_sources(TASK, "en", "wiki", ROOT)
    assert list(found.digests) == ["mlm_text/wiki/en.txt"]
    examples, left_out = read_examples(TASK, found, "en", "wiki")
    assert [one.example_id for one in examples] == ["0", "2", "3"]
    assert examples[0].parallel_id == examples[2].parallel_id
    assert left_out == {"blank line": 1}


@pytest.mark.parametrize("split", ["..", "../xnli", "a/b", ""])
def test_no_folder_leads_elsewhere(split):
    with pytest.raises(DataError, match="plain name"):
        find_sources(TASK, "en", split, ROOT)


def test_tags_are_those_of_the_benchmarks():
    with pytest.raises(DataError, match="tags as the benchmarks"):
        find_sources(TASK, "swh", "wiki", ROOT)
    with pytest.raises(ConfigError, match="BCP 47"):
        find_sources(TASK, "../en", "wiki", ROOT)


def test_a_missing_file_is_named():
    with pytest.raises(DataError) as error:
        find_sources(TASK, "de", "wiki", ROOT)
    assert error.value.value == "mlm_text/wiki/de.txt"
