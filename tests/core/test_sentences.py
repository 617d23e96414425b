"""Sentences by their marks."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.sentences import answer_sentence, sentence_spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rains. It pours!  Does it?", ["It rains.", "It pours!", "Does it?"]),
        ("Dr. No met J. R. Smith. He left.", ["Dr. No met J. R. Smith.", "He left."]),
        ("See No. 5 and e.g. rain. Then go.", ["See No. 5 and e.g. rain.", "Then go."]),
        ('"Go." He went. [12] Then (all.) left.', ['"Go."', "He went.", "[12] Then (all.) left."]),
        ("Born in 1970.[3] Died in 2.5 days.", ["Born in 1970.[3]", "Died in 2.5 days."]),
        ("He says... well. Oh", ["He says... well.", "Oh"]),
        ("他走了。我也走。", ["他走了。", "我也走。"]),
        ("كيف حالك؟ أنا بخير.", ["كيف حالك؟", "أنا بخير."]),
        ("वह गया। मैं भी।", ["वह गया।", "मैं भी।"]),
        ("บ้านอยู่ที่นี่ และที่นั่น", ["บ้านอยู่ที่นี่ และที่นั่น"]),
        ("One.\r\nTwo.", ["One.", "Two."]),
        ("  ", []),
    ],
)
def test_sentences_end_at_their_marks(text, sentences):
    assert cut(text) == sentences


@settings(max_examples=80)
@given(text=st.text(st.sampled_from('aB1. ?!\n。"[]()é\u200b'), max_size=40))
def test_all_visible_text_is_in_exactly_one_sentence(text):
    spans = sentence_spans(text)
    inside = [place for start, end in spans for place in range(start, end)]
    assert inside == sorted(set(inside))
    assert {place for place, letter in enumerate(text) if not letter.isspace()} <= set(inside)
    assert all(part == part.strip() != "" for part in cut(text))


def test_the_sentence_of_an_answer_holds_all_of_it():
    text = "Fog came. Mr. Lee left St. Paul. Rain fell."
    assert answer_sentence(text, text.index("Lee"), text.index("Lee") + 3) == (10, 32)
    assert answer_sentence(text, text.index("came"), text.index("Lee") + 3) == (0, 32)
    assert answer_sentence(text, 0, 3) == (0, 9)


@pytest.mark.shared_data
def test_english_paragraphs_are_cut_as_the_benchmark_cuts_them(shared_data):
    path = shared_data / "data" / "xquad-r" / "en.json"
    articles = json.loads(path.read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    hits = found = gold = 0
    for paragraph in paragraphs:
        official = {tuple(span) for span in paragraph["sentence_breaks"]}
        ours = set(sentence_spans(paragraph["context"]))
        hits, found, gold = hits + len(ours & official), found + len(ours), gold + len(official)
    assert 2 * hits / (found + gold) > 0.98
