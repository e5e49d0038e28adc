"""Holds the reader's answer against annotations made by reading."""

import json
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

from checklists.reading import DocumentRead
from checklists.reading.answer import Limit
from checklists.reading.structure.titles import squash
from tests.checklists.reading.gazettes import reading

FOLDER = Path(__file__).parents[2] / "data" / "annotations"
LABELS = ("prohibition", "obligation", "permission", "none")  # the stronger first


@dataclass
class Score:
    """What was met, over one or several files."""

    wrong_structure: list[str] = field(default_factory=list)
    wanted: int = 0
    met: int = 0
    listed: int = 0  # limits that the reader lists in documents annotated in full
    listed_right: int = 0
    labels: Counter = field(default_factory=Counter)  # (annotated, read) → how many

    @property
    def recall(self) -> float:
        """Of limits."""
        return self.met / self.wanted

    @property
    def precision(self) -> float:
        """Of limits."""
        return self.listed_right / self.listed

    @property
    def macro_f1(self) -> float:
        """Of modality, over the four labels."""
        return sum(self._f1(label) for label in LABELS) / len(LABELS)

    def _f1(self, label: str) -> float:
        right = self.labels[label, label]
        missed = sum(count for (one, other), count in self.labels.items() if one == label != other)
        wrong = sum(count for (one, other), count in self.labels.items() if other == label != one)
        return 2 * right / (2 * right + missed + wrong) if right else 0.0


def score(*kinds: str) -> Score:
    """The score over all files of these kinds: gold, dev, seen, held."""
    total = Score()
    for kind in kinds:
        for path in sorted(FOLDER.glob(f"{kind}-*.json")):
            _score_file(total, json.loads(path.read_text("utf-8")), f"{path.stem.removeprefix(f'{kind}-')}.txt")
    return total


def _score_file(total: Score, annotated: dict, name: str) -> None:
    for structure in annotated["structure"]:
        found = _find(name, structure["document"])
        paths = [clause.path for clause in found.clauses if clause.path and clause.label is not None]
        if paths != [unit for unit in structure["units"] if unit] and not structure.get("ambiguous"):
            total.wrong_structure.append(structure["document"])
    for document in {quantity["document"] for quantity in annotated["quantities"]}:
        wanted = [quantity for quantity in annotated["quantities"] if quantity["document"] == document]
        _score_limits(total, wanted, _find(name, document), document in annotated.get("all_quantities", ()))
    for sentence in annotated["modality"]:
        total.labels[sentence["label"], _label(_find(name, sentence["document"]), sentence["sentence"])] += 1


def _score_limits(total: Score, wanted: list[dict], found: DocumentRead, in_full: bool) -> None:
    limits = [(squash(need.text), limit) for need in found.requirements for limit in need.limits]
    used: set[int] = set()
    for quantity in wanted:
        fits = (n for n, (text, limit) in enumerate(limits) if n not in used and _fits(quantity, text, limit))
        place = next(fits, None)
        used |= {place} - {None}
        total.met += place is not None
        total.wanted += place is not None or not quantity.get("ambiguous")
    total.listed += len(limits) * in_full
    total.listed_right += len(used) * in_full


def _fits(quantity: dict, text: str, limit: Limit) -> bool:
    quote, read = squash(quantity["quote"]), squash(limit.quote)
    same = limit.op == quantity["op"] and _values(limit.value) == _values(quantity["value"])
    unit = limit.op == "before" or _unit(limit.unit) == _unit(quantity.get("measure") or "")
    return (
        same
        and unit
        and any(one in other for one, other in ((quote, text), (text, quote), (read, quote), (quote, read)))
    )


def _unit(text: str) -> str:
    text = squash(text)
    return text[1:] if len(text) > 1 and text[0] == "个" else text


def _values(value) -> tuple:
    if isinstance(value, str):
        return (squash(value),)
    ends = value if isinstance(value, list | tuple) else [value]
    return tuple(Fraction(end).limit_denominator(10**6) for end in ends)


def _label(found: DocumentRead, sentence: str) -> str:
    sentence = squash(sentence)
    texts = [(squash(need.text), need.modality) for need in found.requirements]
    labels = {label for text, label in texts if text and (text in sentence or sentence in text)}
    return next((label for label in LABELS if label in labels), "none")


@cache
def _find(name: str, key: str) -> DocumentRead:
    """The document with this number (and, behind a slash, this title), or with this title."""
    number, _, title = (squash(part) for part in key.partition("/"))
    documents = reading(name).documents
    numbered = [each for each in documents if squash(each.number or "") == number]
    if title:
        return next(each for each in numbered if title in squash(each.title) or squash(each.title) in title)
    near = [
        each
        for each in documents
        if squash(each.title) and (squash(each.title) in number or number in squash(each.title))
    ]
    return (
        max(numbered, key=lambda each: len(each.clauses))
        if numbered
        else min(near, key=lambda each: _apart(each, number))
    )


def _apart(document: DocumentRead, title: str) -> int:
    return abs(len(squash(document.title)) - len(title))
