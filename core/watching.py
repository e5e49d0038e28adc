"""Going through many things while somebody may want to see how far it is."""

from collections.abc import Callable, Iterable

Watched = Callable[[Iterable, int], Iterable]  # the things, and how many there are


def unwatched(things: Iterable, count: int) -> Iterable:
    """Nobody looks."""
    return things
