from crosswind.data.describe import describe
from crosswind.records.example import Answer, Example


def test_counts_lengths_and_balance_by_hand() -> None:
    rows = [
        Example(
            example_id=name, parallel_id=name[0], language="en", texts={"text": text}, label=label
        )
        for name, text, label in (("a1", "xy", "no"), ("a2", "xyzw", "yes"), ("b1", "xy", "no"))
    ]
    found = describe(rows)
    assert (found.n_examples, found.n_clusters, found.n_texts_repeated) == (3, 2, 1)
    assert found.characters == {"text": (2, 2.0, 4)}
    assert found.labels == {"no": 2, "yes": 1}


def test_words_tags_and_answers() -> None:
    tagged = Example(
        example_id="1", parallel_id="1", language="en", words=("a", "b"), tags=("X", "X")
    )
    asked = Example(
        example_id="2", parallel_id="2", language="en", answers=(Answer(start=0, text="a"),) * 2
    )
    assert describe([tagged]).characters == {"words": (2, 2.0, 2)}
    assert describe([tagged]).labels == {"X": 2}
    assert describe([asked]).n_answers == 2


def test_nothing_is_described_as_nothing() -> None:
    assert describe([]).n_examples == 0
