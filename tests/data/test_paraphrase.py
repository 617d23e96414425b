from collections import Counter

import pytest

from crosswind.data.paraphrase import common_words

SETS = [("en", "train"), ("en", "validation"), ("en", "test"), ("de", "test"), ("ar", "test")]


@pytest.fixture(params=SETS, ids=str)
def pairs(embedded, request):
    return embedded("home_paraphrase", *request.param)[0]


def test_the_labels_balance_within_every_cluster(pairs) -> None:
    clusters: dict[str, Counter[str]] = {}
    for row in pairs:
        clusters.setdefault(row.parallel_id, Counter())[row.label] += 1
    assert all(labels["same"] == labels["different"] for labels in clusters.values())


def test_a_cluster_shares_an_anchor_that_stands_in_one_place(pairs) -> None:
    for same, different in zip(pairs[::2], pairs[1::2], strict=True):
        assert (same.label, different.label) == ("same", "different")
        assert same.parallel_id == different.parallel_id
        equal = [same.texts[name] == different.texts[name] for name in ("first", "second")]
        assert sorted(equal) == [False, True]


def test_no_pair_repeats_its_own_sentence(pairs) -> None:
    assert all(row.texts["first"].lower() != row.texts["second"].lower() for row in pairs)


def test_common_words_do_not_give_the_label_away(pairs) -> None:
    shares = [(common_words(*row.texts.values()), row.label == "same") for row in pairs]
    best = max(
        max(sum((share > cut) is same for share, same in shares),
            sum((share <= cut) is same for share, same in shares))
        for cut in {share for share, _ in shares}
    )  # fmt: skip
    assert best / len(shares) < 0.62


def test_sentences_of_training_and_test_are_of_other_templates(embedded) -> None:
    train = {
        text for row in embedded("home_paraphrase", "en", "train")[0] for text in row.texts.values()
    }
    test = {
        text for row in embedded("home_paraphrase", "en", "test")[0] for text in row.texts.values()
    }
    # Other templates may still give an equal short sentence ("pause"): rare, or the split leaks.
    assert len(train & test) / len(test) < 0.05


def test_sizes(embedded) -> None:
    assert len(embedded("home_paraphrase", "en", "train")[0]) >= 1800
    assert len(embedded("home_paraphrase", "en", "validation")[0]) >= 300
    assert len(embedded("home_paraphrase", "de", "test")[0]) >= 400


def test_common_words_by_hand() -> None:
    assert common_words("a B c", "b c d") == 0.5
