"""Stored documents: what was issued, its versions, its clauses, what binds in them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import guards
from core.db import Audited, Id, Identified, UtcDateTime, db


class Document(Audited, db.Model):
    """An issued measure, whatever its wording was from time to time."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("issuer", "number", "title"),)

    issuer: Mapped[str] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))  # as in the reader's answer

    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number"
    )


class DocumentVersion(Audited, db.Model):
    """One wording of a document, with its dates in force."""

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number", name="uq_document_version_number"),
        UniqueConstraint("document_id", "content_hash", name="uq_document_version_content"),
        CheckConstraint("effective_to IS NULL OR effective_to > effective_from", name="dates"),
    )

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date | None]
    effective_from: Mapped[date]
    # printed | issue_day (ours, where no start is printed) | import_day (ours, where no day at all is printed)
    effective_basis: Mapped[str] = mapped_column(String(20))
    effective_to: Mapped[date | None]  # exclusive
    expiry_basis: Mapped[str | None] = mapped_column(String(20))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    document: Mapped[Document] = relationship(back_populates="versions")
    clauses: Mapped[list["Clause"]] = relationship(back_populates="version", order_by="Clause.position")
    sources: Mapped[list["SourceFile"]] = relationship(back_populates="version")


class SourceFile(Identified, db.Model):
    """A file in which a version was found; its bytes are kept."""

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("version_id", "sha256"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    encoding: Mapped[str] = mapped_column(String(20))
    characters: Mapped[int]
    spans: Mapped[list] = mapped_column(JSON)  # of the document in the file's text
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    version: Mapped[DocumentVersion] = relationship(back_populates="sources")


class Clause(Identified, db.Model):
    """A unit of a version, letter for letter. Its identity over time is the lineage, never its number."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    lineage_id: Mapped[str] = mapped_column(Id, index=True)
    position: Mapped[int] = mapped_column(Integer)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("clause.id"))
    path: Mapped[str] = mapped_column(String(200), index=True)
    label: Mapped[str | None] = mapped_column(String(40))
    heading: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    paragraphs: Mapped[list] = mapped_column(JSON)
    spans: Mapped[list] = mapped_column(JSON)
    cells: Mapped[list | None] = mapped_column(JSON)

    version: Mapped[DocumentVersion] = relationship(back_populates="clauses")
    requirements: Mapped[list["Requirement"]] = relationship(order_by="Requirement.position")


class Requirement(Identified, db.Model):
    """A sentence of a clause that binds somebody."""

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("clause_id", "position"),)

    clause_id: Mapped[str] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    modality: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str | None] = mapped_column(Text)
    limits: Mapped[list] = mapped_column(JSON)
    draft: Mapped[dict | None] = mapped_column(JSON)


class ValidityOverride(Audited, db.Model):
    """A recorded decision to go on inspecting by a lapsed version: who, why, until when."""

    __tablename__ = "validity_override"

    version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(60))
    until: Mapped[date]


guards.audited("document")
guards.audited("document_version")
guards.audited("validity_override")
for _table in ("clause", "requirement", "source_file"):
    guards.append_only(_table)
