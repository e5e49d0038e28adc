"""The five gazettes of the test data, each read once."""

from functools import cache
from pathlib import Path

from checklists.reading import DocumentRead, Reading, read

FOLDER = Path(__file__).parents[2] / "data" / "documents"
NAMES = sorted(path.name for path in FOLDER.glob("*.txt"))


@cache
def reading(name: str) -> Reading:
    """The whole answer for one gazette."""
    return read(name, (FOLDER / name).read_bytes())


def document(number: str, name: str = "guanxian-2016-03.txt") -> DocumentRead:
    """The document that carries this number."""
    return next(found for found in reading(name).documents if found.number == number)


def unowned(answer: Reading) -> tuple[str, str]:
    """The characters of the source that lie in no place, and those that lie in several."""
    owners = [0] * len(answer.text)
    spans = list(answer.furniture)
    for found in answer.documents:
        spans += [span for thing in [*found.parts, *found.clauses] for span in thing.spans]
    for start, end in spans:
        for place in range(start, end):
            owners[place] += 1
    printed = [(letter, count) for letter, count in zip(answer.text, owners, strict=True) if not letter.isspace()]
    lost = "".join(letter for letter, count in printed if count == 0)
    return lost, "".join(letter for letter, count in printed if count > 1)
