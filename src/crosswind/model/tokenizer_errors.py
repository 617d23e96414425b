"""What goes wrong inside the tokenizers library, told as errors of the encoder's folder.

Its panics come of a file that is well-formed but makes no sense. They derive from `BaseException`,
so that no handler of ordinary errors catches them, and their class has no name to import.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from crosswind.core.errors import EncoderError

_PANIC = "PanicException"


@contextmanager
def panics_told(place: str) -> Iterator[None]:
    """While text is cut: a panic becomes an error.

    Raises:
        EncoderError: in its place.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise _unusable("the tokenizer breaks down over its own file", place, error) from error


@contextmanager
def opening_told(place: str) -> Iterator[None]:
    """While a tokenizer is opened: whatever it raises becomes an error.

    Raises:
        EncoderError: in its place; one of ours stays.
    """
    try:
        with panics_told(place):
            yield
    except EncoderError:
        raise
    except Exception as error:
        raise _unusable("the tokenizer cannot be opened", place, error) from error


def _unusable(problem: str, place: str, error: BaseException) -> EncoderError:
    return EncoderError(
        problem,
        place=place,
        value=str(error)[:160] or type(error).__name__,
        allowed="a folder with tokenizer.json and tokenizer_config.json, as it was published",
        action="Load the encoder again.",
    )
