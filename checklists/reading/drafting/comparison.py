"""Drafts held against a checklist that people wrote: which rows they propose, and how right they are. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checklists.reading.answer import Clause, DocumentRead, Draft, Limit, Requirement, Span


@dataclass(frozen=True)
class Row:
    """A row of the checklist and the draft that proposes it, if any."""

    id: str
    words: str  # what the row asks about, in the words of the clause
    wanted: list[str]  # the answers that are right for it
    limit: dict[str, Any] | None  # the limit that is right for it, at the place where the draft stands
    draft: Draft | None

    @property
    def right(self) -> bool:
        """Whether the draft has the kind of answer and the limit of the row."""
        return self.draft is not None and _kind_fits(self.draft, self.wanted) and _limit(self.draft.limit) == self.limit


@dataclass(frozen=True)
class Comparison:
    """All rows; how many the drafts propose, and how many of these are right."""

    rows: list[Row]

    @property
    def proposed(self) -> list[Row]:
        """The rows with a draft of the right clause that stands on their words."""
        return [row for row in self.rows if row.draft]

    @property
    def right(self) -> list[Row]:
        """The proposed rows with the right kind of answer and the right limit."""
        return [row for row in self.proposed if row.right]


@dataclass(frozen=True)
class _Pair:
    """A draft that stands on words of a row."""

    share: Fraction
    row: int
    place: int
    draft: int


def compare(items: list[dict[str, Any]], documents: list[DocumentRead]) -> Comparison:
    """The rows in their order, each with the draft of the right clause that shares most of its words.

    A draft proposes one row at most. Neither answer nor limit has a say in who is matched with whom.
    """
    drafts = [found for document in documents for found in _placed(document)]
    pairs = [pair for row, item in enumerate(items) for pair in _pairs(row, item, drafts)]
    taken: dict[int, _Pair] = {}
    used = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.share, pair.row, pair.draft)):
        if pair.row not in taken and pair.draft not in used:
            taken[pair.row] = pair
            used.add(pair.draft)
    return Comparison([_row(item, taken.get(row), drafts) for row, item in enumerate(items)])


def _row(item: dict[str, Any], pair: _Pair | None, drafts: list[Any]) -> Row:
    place = item["places"][pair.place if pair else 0]
    return Row(item["id"], place["fact"], item["answers"], place["limit"], drafts[pair.draft][3] if pair else None)


def _placed(document: DocumentRead) -> list[tuple[str, Clause, Span, Draft]]:
    """Every draft of the document with its clause and its place in the text of that clause."""
    clauses = {clause.id: clause for clause in document.clauses}
    found, after = [], dict.fromkeys(clauses, 0)
    for need in document.requirements:
        clause = clauses[need.clause]
        start = clause.text.index(need.text, after[clause.id])
        after[clause.id] = start + len(need.text)
        found += [(document.number, clause, _span(need, draft, start), draft) for draft in need.drafts]
    return found


def _span(need: Requirement, draft: Draft, start: int) -> Span:
    place = start + need.text.index(draft.quote)
    return place, place + len(draft.quote)


def _pairs(row: int, item: dict[str, Any], drafts: list[Any]) -> list[_Pair]:
    found = []
    for number, (document, clause, span, _) in enumerate(drafts):
        for place, wanted in enumerate(item["places"]):
            if document == item["document"] and clause.path == wanted["path"]:
                share = _share(span, clause.text, wanted["fact"])
                found += [_Pair(share, row, place, number)] if share else []
    return found


def _share(span: Span, text: str, words: str) -> Fraction:
    """What both have in common, as a share of what they cover together; 0 below half of the shorter one."""
    start = text.find(words)
    if start < 0:
        return Fraction(0)
    common = min(span[1], start + len(words)) - max(span[0], start)
    length = span[1] - span[0]
    if common * 2 < min(length, len(words)):
        return Fraction(0)
    return Fraction(common, length + len(words) - common)


def _kind_fits(draft: Draft, wanted: list[str]) -> bool:
    """“verdict+document” is a verdict that asks to see a paper."""
    with_proof = f"{draft.answer}+{draft.proof.kind}" if draft.proof else ""
    return draft.answer in wanted or with_proof in wanted


def wanted(row: Row) -> str:
    """The answers that are right for a row, and its limit: document / count = 4."""
    return " / ".join(row.wanted) + _figure(row.limit)


def got(row: Row) -> str:
    """The answer of the draft with its proof and limit."""
    proof = f"+{row.draft.proof.kind}" if row.draft.proof and row.draft.answer == "verdict" else ""
    return f"{row.draft.answer}{proof}{_figure(_limit(row.draft.limit))}"


def _figure(limit: dict[str, Any] | None) -> str:
    return f" {limit['op']} {limit['value']} {limit['unit']}".rstrip() if limit else ""


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    value = [*map(_plain, limit.value)] if isinstance(limit.value, tuple) else _plain(limit.value)
    return {"op": limit.op, "value": value, "unit": limit.unit}


def _plain(value: Fraction | str) -> Fraction | int | str:
    """A whole number as such, so that it prints like the row's."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
