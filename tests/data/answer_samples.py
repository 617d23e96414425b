"""Small files in XQuAD-R's layout."""

POOL = ("en", "de")
# Sentences of each paragraph, and for each question the sentence that answers it.
PARAGRAPHS = [
    (["It rains.", "It rains.", "The bridge is old."], [0, 2]),
    (["Nobody asks."], []),
    (["One.", "One two.", "Two."], [1]),
]


def official(language: str) -> dict[str, object]:
    """A small file in the official layout."""
    paragraphs = []
    for number, (sentences, asked) in enumerate(PARAGRAPHS):
        context, breaks = "", []
        for sentence in (f"{language} {one}" for one in sentences):
            breaks.append((len(context), len(context) + len(sentence)))
            context += f"{sentence}  "
        questions = [
            {
                "id": f"q{number}-{place}",
                "question": f"{language}: What für {place}?",
                "answers": [{"answer_start": breaks[index][0] + 1, "text": context[1:3]}],
            }
            for place, index in enumerate(asked)
        ]
        for question in questions:
            (answer,) = question["answers"]
            start = answer["answer_start"]
            answer["text"] = context[start : start + 2]
        paragraphs.append({"context": context, "qas": questions, "sentence_breaks": breaks})
    return {"data": [{"title": "t", "paragraphs": paragraphs}]}
