"""What the reader answers: plain data, every piece with its spans in the source. Pure."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True)
class Limit:
    """A figure that binds somebody."""

    quote: str
    op: str  # >= > <= < = range before
    value: Fraction | tuple[Fraction, Fraction] | str
    unit: str
    kind: str  # quantity | duration | frequency | calendar


@dataclass(frozen=True)
class Proof:
    """What the inspector is to take along: a paper, or so many photos."""

    kind: str  # document | photo
    count: int


@dataclass(frozen=True)
class Draft:
    """An item that the requirement suggests; a person decides. What the text does not say stays open."""

    question: str
    answer: str  # verdict | number | count | choice | document | date | interval
    critical: bool
    quote: str  # the stretch of the sentence that it stands on
    limit: Limit | None = None
    members: list[str] = field(default_factory=list)  # what is counted, or chosen among
    proof: Proof | None = None
    condition: str | None = None  # in the words of the text


@dataclass(frozen=True)
class Requirement:
    """A sentence of a clause that binds somebody, or that holds a limit."""

    clause: str
    text: str
    spans: list[Span]
    modality: str  # obligation | prohibition | permission | none
    actor: str | None
    limits: list[Limit]
    drafts: list[Draft]

    @property
    def draft(self) -> Draft | None:
        """The first of the items that it suggests."""
        return self.drafts[0] if self.drafts else None


@dataclass(frozen=True)
class Clause:
    """A unit: numbered, or a closing paragraph without a number."""

    id: str
    path: str
    label: str | None
    heading: str | None
    text: str
    paragraphs: list[Span]
    spans: list[Span]
    table: list[list[str]] | None
    at: list[int] = field(default_factory=list, repr=False)  # source position of each character of the text


@dataclass(frozen=True)
class Part:
    """What belongs to a document and to no clause: title, number, addressee, preamble, signature, date, attachments."""

    part: str
    spans: list[Span]


@dataclass(frozen=True)
class DocumentRead:
    """One document of the file."""

    title: str
    number: str | None
    issuer: str
    issued_on: str | None
    effective_on: str | None
    expires_on: str | None
    kind: str
    spans: list[Span]
    parts: list[Part]
    clauses: list[Clause]
    requirements: list[Requirement]


@dataclass(frozen=True)
class Doubt:
    """Something that a person should look at: a contradiction, a list that is named but not printed, a slip."""

    spans: list[Span]
    message: str  # with {names} for what `words` holds, so that it can be said in the reader's language
    words: dict[str, str] = field(default_factory=dict)
    clause: str | None = None

    @property
    def why(self) -> str:
        """The doubt in the language of the documents."""
        return self.message.format(**self.words)


@dataclass(frozen=True)
class Source:
    """The file as it was read."""

    name: str
    sha256: str
    encoding: str
    characters: int
    pages: list[tuple[int, int]] | None = None  # (first character, page number)
    confidence: list[tuple[Span, float]] = field(default_factory=list)  # of each recognised line, 0 to 1


@dataclass(frozen=True)
class Reading:
    """The whole answer."""

    source: Source
    text: str
    furniture: list[Span]
    documents: list[DocumentRead]
    doubts: list[Doubt]


def _number(value: Fraction) -> int | float:
    # JSON knows no fractions; the figures of documents have a few decimals at most
    return value.numerator if value.denominator == 1 else float(value)


def _value(value):
    if isinstance(value, tuple):
        return [_number(end) for end in value]
    return value if isinstance(value, str) else _number(value)


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "quote": limit.quote,
        "op": limit.op,
        "value": _value(limit.value),
        "unit": limit.unit,
        "kind": limit.kind,
    }


def requirement_json(requirement: Requirement) -> dict[str, Any]:
    """One requirement in the shape of the answer."""
    draft = requirement.draft
    return {
        "clause": requirement.clause,
        "text": requirement.text,
        "spans": [list(span) for span in requirement.spans],
        "modality": requirement.modality,
        "actor": requirement.actor,
        "limits": [_limit(limit) for limit in requirement.limits],
        "draft": draft and {"question": draft.question, "answer": draft.answer, "critical": draft.critical},
        "drafts": [_draft(each) for each in requirement.drafts],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "question": draft.question,
        "answer": draft.answer,
        "critical": draft.critical,
        "limit": draft.limit and _limit(draft.limit),
        "members": draft.members,
        "proof": draft.proof and {"kind": draft.proof.kind, "count": draft.proof.count},
        "condition": draft.condition,
        "quote": draft.quote,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "paragraphs": [list(span) for span in clause.paragraphs],
        "spans": [list(span) for span in clause.spans],
        "table": clause.table,
    }


def _document(document: DocumentRead) -> dict[str, Any]:
    return {
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        "expires_on": document.expires_on,
        "kind": document.kind,
        "spans": [list(span) for span in document.spans],
        "parts": [{"part": part.part, "spans": [list(span) for span in part.spans]} for part in document.parts],
        "clauses": [_clause(clause) for clause in document.clauses],
        "requirements": [requirement_json(requirement) for requirement in document.requirements],
    }


def _source(source: Source) -> dict[str, Any]:
    shape = {
        "name": source.name,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "characters": source.characters,
    }
    if source.pages:
        shape["pages"] = [list(page) for page in source.pages]
    if source.confidence:
        shape["confidence"] = [[list(span), score] for span, score in source.confidence]
    return shape


def to_json(reading: Reading) -> dict[str, Any]:
    """The answer in the shape that `documents read --json` prints."""
    return {
        "source": _source(reading.source),
        "furniture": [list(span) for span in reading.furniture],
        "documents": [_document(document) for document in reading.documents],
        "doubts": [
            {"spans": [list(span) for span in doubt.spans], "why": doubt.why, "clause": doubt.clause}
            for doubt in reading.doubts
        ],
    }
