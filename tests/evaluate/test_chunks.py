import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.chunks import (
    SEQEVAL_0_0_12,
    SEQEVAL_1_2_2,
    chunk_counts,
    chunks,
    equal_tags,
)
from crosswind.evaluate.label_files import read_tags

TAGS = st.sampled_from(
    ["X", "NOUN", "SCONJ", "CCONJ", "SYM", "ADJ", "INTJ", "O", "B-PER", "I-PER", "I-a-b", "E-LOC"]
)


def corpora(max_sentences=6):
    pair = st.lists(st.tuples(TAGS, TAGS), max_size=8)
    return st.lists(pair, min_size=1, max_size=max_sentences).map(
        lambda sentences: (
            [[gold for gold, _ in sentence] for sentence in sentences],
            [[predicted for _, predicted in sentence] for sentence in sentences],
        )
    )


@settings(max_examples=60)
@given(corpora())
def test_sums_over_sentences_are_what_seqeval_1_2_2_gives(corpus):
    from seqeval.metrics.sequence_labeling import get_entities

    gold, predicted = corpus
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*seems not to be NE tag", category=UserWarning)
        ours, theirs = get_entities(gold), get_entities(predicted)
    counts = chunk_counts(gold, predicted, SEQEVAL_1_2_2)
    assert sum(count.gold for count in counts) == len(set(ours))
    assert sum(count.predicted for count in counts) == len(set(theirs))
    assert sum(count.tp for count in counts) == len(set(ours) & set(theirs))


@settings(max_examples=40)
@given(corpora(), st.sampled_from([SEQEVAL_0_0_12, SEQEVAL_1_2_2]))
def test_a_perfect_prediction_finds_every_chunk_and_never_more(corpus, rule):
    gold, predicted = corpus
    for count in chunk_counts(gold, gold, rule):
        assert count.tp == count.predicted == count.gold
    for count in chunk_counts(gold, predicted, rule):
        assert 0 <= count.tp <= min(count.predicted, count.gold)


@settings(max_examples=40)
@given(corpora())
def test_under_0_0_12_a_sentence_counts_the_same_in_any_company(corpus):
    gold, predicted = corpus
    whole = chunk_counts(gold, predicted, SEQEVAL_0_0_12)
    alone = [
        chunk_counts([ours], [theirs], SEQEVAL_0_0_12)[0]
        for ours, theirs in zip(gold, predicted, strict=True)
    ]
    assert whole == alone


def types(tags, rule):
    return [(kind, first, last) for _, kind, first, last in chunks([tags], rule)]


def test_equal_neighbors_are_one_chunk_unless_the_letter_is_a_border():
    assert types(["NOUN", "NOUN", "VERB"], SEQEVAL_0_0_12) == [("NOUN", 0, 1), ("VERB", 2, 2)]
    assert types(["SYM", "SYM"], SEQEVAL_0_0_12) == [("SYM", 0, 0), ("SYM", 1, 1)]


def test_1_2_2_takes_sconj_for_cconj_and_0_0_12_does_not():
    (newer,) = chunk_counts([["SCONJ"]], [["CCONJ"]], SEQEVAL_1_2_2)
    (official,) = chunk_counts([["SCONJ"]], [["CCONJ"]], SEQEVAL_0_0_12)
    assert (newer.tp, official.tp) == (1, 0)


def test_an_entity_may_begin_with_i():
    assert types(["I-PER", "I-PER", "O", "B-LOC", "B-LOC"], SEQEVAL_1_2_2) == [
        ("PER", 0, 1),
        ("LOC", 3, 3),
        ("LOC", 4, 4),
    ]


def test_a_chunk_is_counted_where_it_ends():
    counts = chunk_counts(
        [["NOUN"], [], ["VERB", "VERB"]], [["NOUN"], [], ["VERB", "ADJ"]], SEQEVAL_0_0_12
    )
    assert [(c.tp, c.predicted, c.gold) for c in counts] == [(1, 1, 1), (0, 0, 0), (0, 2, 1)]


def test_unequal_numbers_of_sentences_are_refused():
    with pytest.raises(ValueError, match="1 gold sentences, but 2"):
        chunk_counts([["X"]], [["X"], ["X"]], SEQEVAL_0_0_12)


def test_equal_tags():
    assert equal_tags(["A", "B", "C"], ["A", "C", "C"]) == 2
    with pytest.raises(ValueError):
        equal_tags(["A"], [])


@pytest.mark.shared_data
def test_the_official_number_for_cut_predictions(shared_data):
    folder = shared_data / "oracles" / "udpos" / "en_truncated"
    gold, predicted = (
        [tags for _, tags in read_tags(folder / name)] for name in ("gold.tsv", "predictions.tsv")
    )
    counts = chunk_counts(gold, predicted, SEQEVAL_0_0_12)
    tp, n, m = (sum(getattr(c, name) for c in counts) for name in ("tp", "predicted", "gold"))
    assert 200 * tp / (n + m) == pytest.approx(11.010830324909746, abs=1e-9)
