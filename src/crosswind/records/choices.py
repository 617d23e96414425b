"""Multiple choice: which text fields of an example are its choices.

The names of the fields say it, so that a checkpoint trained with three choices reads a task with
two: a choice is called `choice` or `answer` and then a number or one capital letter (`choice1`,
`answerA`); every other field is context. Context fields stand first and are read as one text,
joined by a blank. The label of an example is the position of the right choice as text: "0", "1" ...
"""

import re
from collections.abc import Sequence

from crosswind.core.errors import ConfigError

_CHOICE = re.compile(r"(?:choice|answer)(?:[0-9]+|[A-Z])")


def split_fields(fields: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The context fields and the choice fields.

    >>> split_fields(("premise", "question", "choice1", "choice2"))
    (('premise', 'question'), ('choice1', 'choice2'))

    Raises:
        ConfigError: unless some context comes first and two choices or more come after it.
    """
    choices = tuple(name for name in fields if _CHOICE.fullmatch(name))
    context = tuple(fields[: len(fields) - len(choices)])
    if not context or len(choices) < 2 or (*context, *choices) != tuple(fields):
        raise ConfigError(
            "not the fields of a multiple choice task",
            value=list(fields),
            allowed="fields of the context, then at least two called choice1, choice2 ... or "
            "answerA, answerB ...",
            action="Name the fields of the task in this order.",
        )
    return context, choices


def choice_labels(fields: Sequence[str]) -> tuple[str, ...]:
    """The labels of a multiple choice task: the positions of its choices.

    >>> choice_labels(("context", "question", "answerA", "answerB", "answerC"))
    ('0', '1', '2')
    """
    return tuple(str(position) for position in range(len(split_fields(fields)[1])))
