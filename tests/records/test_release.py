"""Names of conditions."""

import json

from crosswind.records.release import ReleasedSet, condition_name


def test_conditions_are_folders_and_seeds_stand_in_them_where_there_are_several() -> None:
    assert condition_name("", 0, 7) == "clean"
    assert condition_name("typo", 3, 7) == "typo/3"
    assert condition_name("typo", 3, 7, seeds=2) == "typo/3/seed-7"


def test_a_set_is_plain_values() -> None:
    one = ReleasedSet(
        task="xnli",
        language="de",
        split="test",
        condition="typo/3",
        n_examples=2,
        n_changed=1,
        files={"text": "typo/3/xnli/test-de.tsv"},
        gold="typo/3/gold/xnli.de.txt",
        edits="typo/3/edits/xnli.de.jsonl",
    )
    assert ReleasedSet(**json.loads(json.dumps(one.as_json()))) == one
