"""Numbers in sentences."""


def counted(n: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "folder"), counted(1200, "step")
    ('1 folder', '1200 steps')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
