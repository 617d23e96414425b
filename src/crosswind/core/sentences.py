"""Where the sentences of a text are: by punctuation, in any script that marks their ends.

Made for running text such as encyclopedia paragraphs. Thai and other scripts without marks at
the ends of sentences stay in one piece.
"""

import re

# Full stops that also stand inside sentences: an end only before white space.
_STOPS = ".?!…؟۔።"
# Marks that end a sentence wherever they stand.
_MARKS = "。！？｡।॥။։"
_CLOSERS = "\"'”’»)]）」』】"
_OPENERS = "\"'“‘«([（「『【¿¡•"
# After the mark: closing quotes and brackets, and notes of encyclopedias such as [12] or [note 1].
_AFTER = rf"[{re.escape(_CLOSERS)}]*(?:\[[\w ?]{{1,20}}\])*"
_END = re.compile(rf"[{re.escape(_STOPS)}]+{_AFTER}(?=\s)|[{_MARKS}]+{_AFTER}")
_NEXT = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(\w?)")
# A full stop after these belongs to the word.
_ABBREVIATION = re.compile(
    r"Mrs?|Ms|Dr|Prof|Sta?|Fr|Rev|Msgr|Lt|Gen|Col|Maj|Adm|Capt|Sgt|Rep|Gov|Sen|Pres|Mt|Ft|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs?|cf|approx|ca|e\.g|i\.e|a\.k\.a|esp|est|resp|bzw|z\.B"
)
# A full stop after these belongs to the word if a number follows (No. 5, p. 12, b. 1970).
_BEFORE_NUMBERS = re.compile(r"[Nn]o|Nr|[Aa]rt|[Vv]ol|Opp?|pp?|ch|Sec|[Ff]ig|fl|[bdrc]")
_WORD_BEFORE = re.compile(r"[\w.]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence in code points, white space at the ends left out.

    >>> sentence_spans("Dr. No left. Why?")
    [(0, 12), (13, 17)]
    """
    cuts = [found.end() for found in _END.finditer(text) if _is_end(text, found)]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        part = text[start:end]
        if part.strip():
            left = start + len(part) - len(part.lstrip())
            spans.append((left, left + len(part.strip())))
    return spans


def answer_sentence(context: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence in which an answer starts.

    Source: LAReQA (Roy et al. 2020, section 3) takes the sentence that holds the answer's start.
    An answer that runs over the end of that sentence keeps it all: the span reaches to the end of
    the answer's last sentence, so that the answer is always inside.

    Args:
        context: the paragraph.
        start: first code point of the answer.
        end: code point after its last; some visible text stands between them.
    """
    touched = [span for span in sentence_spans(context) if span[0] < end and span[1] > start]
    assert touched, "an answer has visible text, and all visible text is in a sentence"
    return touched[0][0], touched[-1][1]


def _is_end(text: str, found: re.Match[str]) -> bool:
    """Whether a mark ends a sentence, and is no part of an abbreviation or a name."""
    if found.group()[0] in _MARKS:
        return True
    following = _NEXT.match(text, found.end())
    first = following.group(1) if following else ""
    if first.islower():
        return False
    if not found.group().startswith(".") or found.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, 0, found.start())
    word = before.group() if before else ""
    if _ABBREVIATION.fullmatch(word) or (_INITIALS.fullmatch(word) and first.isalpha()):
        return False
    return not (_BEFORE_NUMBERS.fullmatch(word) and first.isdigit())
