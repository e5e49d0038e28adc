"""Importing documents: stored once, every wording a version, nothing changed afterwards."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account
from checklists.reading import DocumentRead, Reading, read
from checklists.reading.answer import to_json
from checklists.standards import queries
from checklists.standards.models import Clause, Document, DocumentVersion, Requirement, SourceFile
from core.blobs import BlobStore
from core.clock import local_day
from core.db import db
from core.errors import N_, Invalid
from core.ids import new_id


class NumberNotFound(Invalid):
    """The file holds no document with that number."""

    message = N_("{name} 里没有 {number}。文件中的文号有：{numbers}。")


class ChooseNumber(Invalid):
    """The file holds several documents, and nobody said which."""

    message = N_("{name} 里有 {count} 份文件，请用 --number 指定文号，或用 --all 全部导入。文号有：{numbers}。")


class NoDocument(Invalid):
    """Nothing in the file is a document with clauses."""

    message = N_("{name} 里没有读出带条款的文件，没有导入。请用 ./tiaocha documents read 查看读到了什么。")


@dataclass
class Imported:
    """What an import did with one document."""

    version: DocumentVersion
    outcome: str  # new | new_version | new_source | unchanged


@dataclass
class StoredText:
    """A document as it is to be stored, wherever it comes from."""

    title: str
    number: str | None
    issuer: str
    kind: str
    issued_on: date | None
    effective_on: date | None
    last_day: date | None
    clauses: list[dict]
    requirements: dict[int, list[dict]] = field(default_factory=dict)  # by position of the clause


def import_file(
    actor: Account | None,
    store: BlobStore,
    name: str,
    data: bytes,
    now: datetime,
    number: str | None = None,
    everything: bool = False,
) -> list[Imported]:
    """Store the chosen documents of a file, with the file itself as their source.

    Raises the reader's errors, NumberNotFound, ChooseNumber or NoDocument; stores nothing in that case.
    """
    reading = read(name, data)
    chosen = _chosen(reading, name, number, everything)
    digest = store.put(data)
    return [_import(actor, reading, document, digest, now) for document in chosen]


def _chosen(reading: Reading, name: str, number: str | None, everything: bool) -> list[DocumentRead]:
    measures = [document for document in reading.documents if document.clauses and document.number]
    measures = measures or [document for document in reading.documents if document.clauses]
    if number:
        found = [document for document in measures if document.number == number]
        if not found:
            raise NumberNotFound(name=name, number=number, numbers=_numbers(reading.documents))
        return found
    if not measures:
        raise NoDocument(name=name)
    if not everything and len(measures) > 1:
        raise ChooseNumber(name=name, count=len(measures), numbers=_numbers(measures))
    return measures


def _numbers(documents: list[DocumentRead]) -> str:
    return "、".join(dict.fromkeys(document.number for document in documents if document.number)) or "—"


def _import(actor, reading: Reading, document: DocumentRead, digest: str, now: datetime) -> Imported:
    imported = store_text(actor, stored_text(reading, document), now)
    if queries.find_source(imported.version, digest):
        return imported
    record(actor, "document.source", imported.version, after={"sha256": digest, "name": reading.source.name})
    db.session.add(
        SourceFile(
            version=imported.version,
            sha256=digest,
            name=reading.source.name,
            encoding=reading.source.encoding,
            characters=reading.source.characters,
            spans=[list(span) for span in document.spans],
            received_at=now,
        )
    )
    db.session.flush()
    if imported.outcome == "unchanged":
        imported.outcome = "new_source"
    return imported


def stored_text(reading: Reading, document: DocumentRead) -> StoredText:
    """What the reader answered, as it is stored."""
    answer = to_json(Reading(reading.source, "", [], [document], []))["documents"][0]
    requirements: dict[int, list[dict]] = {}
    positions = {clause["id"]: place for place, clause in enumerate(answer["clauses"])}
    for requirement in answer["requirements"]:
        requirements.setdefault(positions[requirement["clause"]], []).append(requirement)
    return StoredText(
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        kind=document.kind,
        issued_on=_day(document.issued_on),
        effective_on=_day(document.effective_on),
        last_day=_day(document.expires_on),
        clauses=answer["clauses"],
        requirements=requirements,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def text_hash(text: str) -> str:
    """SHA-256 of a clause's text, letter for letter."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(clauses: list[dict]) -> str:
    """SHA-256 over path, label, heading and text of every clause in order: what makes two wordings the same."""
    rows = [[clause["path"], clause["label"], clause["heading"], clause["text"]] for clause in clauses]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def store_text(actor: Account | None, text: StoredText, now: datetime) -> Imported:
    """Store a document; the same issuer, number, title and wording is the version that is already there."""
    document = queries.find_document(text.issuer, text.number, text.title)
    digest = content_hash(text.clauses)
    if document:
        same = next((version for version in document.versions if version.content_hash == digest), None)
        if same:
            return Imported(same, "unchanged")
        return Imported(_new_version(actor, document, text, digest, now), "new_version")
    document = Document(issuer=text.issuer, number=text.number, title=text.title, kind=text.kind)
    record(actor, "document.create", document, after={"number": text.number, "title": text.title})
    db.session.add(document)
    db.session.flush()
    return Imported(_new_version(actor, document, text, digest, now), "new")


def _new_version(actor, document: Document, text: StoredText, digest: str, now: datetime) -> DocumentVersion:
    start, basis = _start(text, now)
    version = DocumentVersion(
        document_id=document.id,
        number=len(document.versions) + 1,
        content_hash=digest,
        issued_on=text.issued_on,
        effective_from=start,
        effective_basis=basis,
        effective_to=text.last_day + timedelta(days=1) if text.last_day else None,
        expiry_basis="stated_term" if text.last_day else None,
        imported_at=now,
    )
    record(actor, "document.version", version, after={"number": version.number, "content_hash": digest})
    lineages = _lineages(document)
    db.session.add(version)
    db.session.flush()
    _add_clauses(version, text, lineages)
    db.session.expire(document, ["versions"])
    return version


def _start(text: StoredText, now: datetime) -> tuple[date, str]:
    if text.effective_on:
        return text.effective_on, "printed"
    if text.issued_on:
        return text.issued_on, "issue_day"
    return local_day(now), "import_day"


def _lineages(document: Document) -> list[Clause]:
    """The clauses of the wording before, from which identity is carried over by equal text."""
    if not document.versions:
        return []
    latest = document.versions[-1]
    return list(db.session.scalars(select(Clause).where(Clause.version_id == latest.id).order_by(Clause.position)))


def _lineage(clause: dict, earlier: list[Clause]) -> str:
    digest = text_hash(clause["text"])
    same = [old for old in earlier if old.text_hash == digest and old.heading == clause["heading"]]
    found = next((old for old in same if old.path == clause["path"]), same[0] if same else None)
    if found is None:
        return new_id()
    earlier.remove(found)
    return found.lineage_id


def _add_clauses(version: DocumentVersion, text: StoredText, earlier: list[Clause]) -> None:
    by_path: dict[str, str] = {}
    for position, clause in enumerate(text.clauses):
        row = Clause(
            id=new_id(),
            version_id=version.id,
            lineage_id=_lineage(clause, earlier),
            position=position,
            parent_id=by_path.get(clause["path"].rpartition("/")[0]),
            path=clause["path"],
            label=clause["label"],
            heading=clause["heading"],
            text=clause["text"],
            text_hash=text_hash(clause["text"]),
            paragraphs=clause["paragraphs"],
            spans=clause["spans"],
            cells=clause["table"],
        )
        by_path[clause["path"]] = row.id
        db.session.add(row)
        db.session.flush()
        _add_requirements(row, text.requirements.get(position, []))


def _add_requirements(clause: Clause, requirements: list[dict]) -> None:
    for position, requirement in enumerate(requirements):
        db.session.add(
            Requirement(
                clause_id=clause.id,
                position=position,
                **{name: requirement[name] for name in ("text", "modality", "actor", "limits", "draft")},
            )
        )
