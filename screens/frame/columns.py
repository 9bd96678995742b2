"""The columns of a list share its room."""


def shared(room: int, text: int, *columns: tuple[int, int]) -> tuple[int, ...]:
    """How wide each column is, between its least and its most; the rest is for the text.

    They grow by equal shares, once the text beside them has its `text` cells.
    """
    spare = room - text - sum(least for least, _ in columns)
    share = max(0, spare) // (len(columns) + 1)
    return tuple(min(most, least + share) for least, most in columns)
