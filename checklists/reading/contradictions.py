"""Figures and numbers that do not go together: gaps in a numbering, bands that share an end or leave a hole. Pure."""

import itertools
import re
from collections.abc import Iterator

from checklists.reading.answer import Clause, Doubt, Limit, Requirement
from checklists.reading.structure.labels import Label, match_label
from core.errors import N_

STEM = re.compile(r"[一-龥]{2,8}$")


def contradictions(clauses: list[Clause], requirements: list[Requirement]) -> list[Doubt]:
    """Doubts that only show when units or requirements are held beside each other."""
    return [*_missing_numbers(clauses), *_bands(requirements)]


def _missing_numbers(clauses: list[Clause]) -> Iterator[Doubt]:
    last: dict[tuple[str, str], int] = {}
    for clause in clauses:
        label = match_label(f"{clause.label} 一") if clause.label else None
        if label is None:
            continue
        before = last.get((clause.path.rpartition("/")[0], label.style))
        if before is not None and label.number > before + 1:
            yield _missing(clause, label, before)
        last[clause.path.rpartition("/")[0], label.style] = label.number


def _missing(clause: Clause, label: Label, before: int) -> Doubt:
    lacking = "、".join(str(number) for number in range(before + 1, label.number))
    why = N_("“{words}”之前编号不连续，缺第 {lacking} 项，原件可能有漏页或漏行")
    return Doubt(clause.spans[:1], why, {"words": clause.label, "lacking": lacking}, clause.id)


def _bands(requirements: list[Requirement]) -> Iterator[Doubt]:
    """Neighbouring bands of the same thing: 20%至50%, 50%至80% share an end; over 100 and 30–99 leave 100 out."""
    figures = [(requirement, limit) for requirement in requirements for limit in requirement.limits]
    ranges = [(requirement, limit) for requirement, limit in figures if limit.op == "range"]
    for (one, low), (other, high) in itertools.pairwise(ranges):
        if low.unit == high.unit and low.value[1] == high.value[0] and one.clause == other.clause:
            yield _shared(other, low, high)
    for requirement, limit in figures:
        if limit.op == ">" and any(_leaves_out(requirement, limit, other, band) for other, band in ranges):
            why = N_("“{words}”：正好 {number} {unit}的情形没有归入任何一档")
            yield Doubt(requirement.spans, why, _words(limit, limit.value), requirement.clause)


def _shared(requirement: Requirement, low: Limit, high: Limit) -> Doubt:
    why = N_("“{words}”：与上一档共用端点 {number} {unit}，端点归哪一档原文没有说明")
    return Doubt(requirement.spans, why, _words(high, low.value[1]), requirement.clause)


def _words(limit: Limit, number) -> dict[str, str]:
    return {"words": limit.quote, "number": str(number), "unit": limit.unit}


def _leaves_out(requirement: Requirement, limit: Limit, other: Requirement, band: Limit) -> bool:
    """Whether the band ends one below the figure that the other goes beyond, and both count the same thing."""
    alike = limit.unit == band.unit and band.value[1] + 1 == limit.value
    return alike and _stem(requirement.text, limit) == _stem(other.text, band) != ""


def _stem(text: str, limit: Limit) -> str:
    found = STEM.search(text[: text.find(limit.quote)].rstrip())
    return found[0][-4:] if found else ""
