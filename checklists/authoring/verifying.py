"""Whether clauses and checklists still say what their hashes, and through them the audit trail, say."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.verifying import check
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.packs import version_hash
from checklists.authoring.queries import whole_version
from checklists.standards.models import DocumentVersion
from checklists.standards.services import content_hash, text_hash
from core.db import db
from core.errors import N_, Sentence

PARTS = ("path", "label", "heading", "text")


@check
def clauses() -> Iterator[Sentence]:
    """Every clause against its own hash, every version of a document against that of its wording."""
    rows = select(DocumentVersion).options(selectinload(DocumentVersion.clauses))
    for version in db.session.scalars(rows.execution_options(yield_per=20)):
        wrong = [clause for clause in version.clauses if text_hash(clause.text) != clause.text_hash]
        for clause in wrong:
            yield Sentence(N_("条款 {path}（{id}）的文字与其校验码不一致。"), path=clause.path, id=clause.id)
        said = [{name: getattr(clause, name) for name in PARTS} for clause in version.clauses]
        if not wrong and content_hash(said) != version.content_hash:
            yield Sentence(N_("文件版本 {id} 的条款与其校验码不一致。"), id=version.id)


@check
def checklists() -> Iterator[Sentence]:
    """Every published checklist against the hash that it was published with."""
    rows = select(ChecklistVersion).where(ChecklistVersion.state == "published").options(*whole_version())
    for version in db.session.scalars(rows):
        if version_hash(version) != version.content_hash:
            yield Sentence(N_("检查表版本 {id} 的检查项与发布时的校验码不一致。"), id=version.id)
