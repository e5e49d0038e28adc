"""How fast the reader is: beside a plain pass of regular expressions, and as a file grows. Pure."""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from checklists.reading.reader import read
from checklists.reading.structure.labels import STYLES

NUMBERING = re.compile("|".join(pattern.pattern for _, pattern in STYLES))
ROUNDS = 3
GROWTH = (1, 10, 100)


@dataclass(frozen=True)
class Pace:
    """Seconds for a number of characters."""

    characters: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds


@dataclass(frozen=True)
class Grown:
    """The pace of a file put together `times` times."""

    times: int
    pace: Pace

    @property
    def each(self) -> Fraction:
        """Microseconds a character."""
        return Fraction(self.pace.seconds * 1_000_000) / self.pace.characters


def beside_plain(files: Iterable[tuple[str, bytes]]) -> tuple[Pace, Pace]:
    """The pace of the reader over the files, and that of one `re.finditer` for the numbering alone over the same
    text; the two take turns, and of each the fastest round counts."""
    files = list(files)
    texts = [read(name, data).text for name, data in files]
    characters = sum(len(text) for text in texts)
    rounds = [
        (_time(lambda: [read(name, data) for name, data in files]), _time(lambda: [_number(text) for text in texts]))
        for _ in range(ROUNDS)
    ]
    return Pace(characters, min(one for one, _ in rounds)), Pace(characters, min(other for _, other in rounds))


def growth(name: str, data: bytes) -> Iterable[Grown]:
    """The pace over the file put together once, ten and a hundred times."""
    for times in GROWTH:
        grown = (data + b"\n") * times
        characters = len(read(name, grown).text)
        yield Grown(times, Pace(characters, _time(lambda grown=grown: read(name, grown))))


def _number(text: str) -> int:
    return sum(1 for _ in NUMBERING.finditer(text))


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
