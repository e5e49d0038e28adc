"""Checklists: versions that never change once published, and the items that quote clauses."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checklists.standards.models import Clause, DocumentVersion
from core import guards
from core.db import Audited, Identified, Rational, UtcDateTime, db


class Checklist(Audited, db.Model):
    """A checklist over all its versions."""

    __tablename__ = "checklist"

    code: Mapped[str] = mapped_column(String(40), unique=True)  # the name of its pack
    title: Mapped[str] = mapped_column(String(200))

    versions: Mapped[list["ChecklistVersion"]] = relationship(
        back_populates="checklist", order_by="ChecklistVersion.number"
    )


class ChecklistVersion(Audited, db.Model):
    """One wording of a checklist; published means frozen for ever."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("checklist_id", "number"),
        CheckConstraint("result_model IN ('points', 'findings', 'gates')", name="result_model"),
        CheckConstraint(
            "(state = 'draft' AND published_at IS NULL AND content_hash IS NULL) OR "
            "(state = 'published' AND published_at IS NOT NULL AND content_hash IS NOT NULL)",
            name="state",
        ),
    )

    checklist_id: Mapped[str] = mapped_column(ForeignKey("checklist.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    document_version_id: Mapped[str] = mapped_column(ForeignKey("document_version.id"))
    result_model: Mapped[str] = mapped_column(String(20))
    # Method of totals, bands of grades, rounding: fields of the frozen version, not settings.
    scoring: Mapped[dict] = mapped_column(JSON)
    # Site attributes that switch items on: [{"name", "label", "options": [...]}]
    attributes: Mapped[list] = mapped_column(JSON, default=list)
    # The term for putting right where the document prints one, {"amount", "unit", "path", "quote"}; else null.
    rectification: Mapped[dict | None] = mapped_column(JSON)
    site_kind: Mapped[str] = mapped_column(String(40))  # what it inspects: depot | plant | purchase …
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content_hash: Mapped[str | None] = mapped_column(String(64))

    checklist: Mapped[Checklist] = relationship(back_populates="versions")
    document_version: Mapped[DocumentVersion] = relationship()
    items: Mapped[list["Item"]] = relationship(back_populates="version", order_by="Item.position")


class Item(Identified, db.Model):
    """One question, and how its answer is judged and counted."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("version_id", "code"),
        UniqueConstraint("version_id", "position", name="uq_item_position"),
    )

    version_id: Mapped[str] = mapped_column(ForeignKey("checklist_version.id"))
    position: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(Text)
    failed_words: Mapped[str | None] = mapped_column(Text)  # what is wrong where the item is not met
    kind: Mapped[str] = mapped_column(String(20))
    params: Mapped[dict] = mapped_column(JSON, default=dict)
    points: Mapped[Fraction | None] = mapped_column(Rational)
    points_source: Mapped[str] = mapped_column(String(10), default="ours")
    method: Mapped[str] = mapped_column(String(10), default="binary")
    veto: Mapped[str] = mapped_column(String(10), default="none")
    na_allowed: Mapped[bool] = mapped_column(Boolean, default=False)
    condition: Mapped[dict | None] = mapped_column(JSON)
    photo_rule: Mapped[dict] = mapped_column(JSON, default=dict)
    severity: Mapped[str | None] = mapped_column(String(10))
    hint: Mapped[str | None] = mapped_column(Text)
    # What the source names but does not print; while it is empty the item only records.
    slot: Mapped[str | None] = mapped_column(Text)

    version: Mapped[ChecklistVersion] = relationship(back_populates="items")
    quotations: Mapped[list["Quotation"]] = relationship(back_populates="item", order_by="Quotation.position")

    @property
    def scoring_quotation(self) -> "Quotation":
        """The one quotation whose clause the item is scored against."""
        return next(quotation for quotation in self.quotations if quotation.role == "scoring")


class Quotation(Identified, db.Model):
    """The words of a clause that an item stands on: span and hash."""

    __tablename__ = "quotation"
    __table_args__ = (
        UniqueConstraint("item_id", "position"),
        CheckConstraint("role IN ('scoring', 'cites')", name="role"),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
        Index(
            "uq_quotation_scoring",
            "item_id",
            unique=True,
            sqlite_where=text("role = 'scoring'"),
            postgresql_where=text("role = 'scoring'"),
        ),
    )

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(10))
    clause_id: Mapped[str] = mapped_column(ForeignKey("clause.id"))
    span_start: Mapped[int]
    span_end: Mapped[int]
    quote_hash: Mapped[str] = mapped_column(String(64))
    # A slip or contradiction of the text, shown beside the quotation; the quotation itself is never mended.
    doubt: Mapped[str | None] = mapped_column(Text)

    item: Mapped[Item] = relationship(back_populates="quotations")
    clause: Mapped[Clause] = relationship()

    @property
    def words(self) -> str:
        """The quoted words, as the clause has them."""
        return self.clause.text[self.span_start : self.span_end]


PUBLISHED = "(SELECT state FROM checklist_version WHERE id = {version}) = 'published'"
OF_ITEM = "(SELECT version_id FROM item WHERE id = {row}.item_id)"

guards.audited("checklist")
guards.audited("checklist_version")
guards.declare(
    "checklist_version_frozen",
    "checklist_version",
    "UPDATE",
    "OLD.state = 'published'",
    "a published checklist is frozen",
)


def _frozen(rows: tuple[str, ...], version: str) -> str:
    return " OR ".join(PUBLISHED.format(version=version.format(row=row)) for row in rows)


for _table in ("item", "quotation"):
    guards.unreplaced(_table)
for _event, _rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
    for _table, _version in (("item", "{row}.version_id"), ("quotation", OF_ITEM)):
        guards.declare(
            f"{_table}_frozen_{_event.lower()}",
            _table,
            _event,
            _frozen(_rows, _version),
            f"the {_table}s of a published checklist are frozen",
        )
