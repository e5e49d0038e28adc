"""Ready-made people, documents, checklists and visits; each builder fills in what a test does not care about."""

import hashlib
from datetime import UTC, date, datetime
from functools import cache

from argon2 import PasswordHasher

from accounts.audit import record
from accounts.models import Account, Area, Organisation
from accounts.roles import Role
from checklists.authoring.models import Checklist, ChecklistVersion, Item, Quotation
from checklists.authoring.packs import version_hash
from checklists.standards.models import Clause, Document, DocumentVersion
from checklists.standards.services import content_hash
from core.db import db
from core.ids import new_id
from inspections.planning.models import Site, Task
from inspections.visits.models import Inspection

PASSWORD = "Mei-Tan-2016-qing"
NOW = datetime(2026, 11, 18, 1, 42, tzinfo=UTC)


@cache
def _hashed() -> str:
    """A hash that is checked like any other, made with so little work that a thousand sign-ins take no time."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def add(row, *also):
    """Put a row into the database with its line of the audit trail."""
    record(None, "test.build", row, also=also)
    db.session.add_all([row, *also])
    db.session.flush()
    return row


def first(model, *conditions, **columns):
    """The row with the least key among those that hold the conditions: every database names the same one."""
    rows = db.session.query(model).filter(*conditions).filter_by(**columns)
    return rows.order_by(*model.__table__.primary_key).first()


def _count(model) -> int:
    return db.session.query(model).count() + 1


def make_area(name=None, parent=None) -> Area:
    return add(Area(name=name or f"第{_count(Area)}镇", parent=parent))


def make_organisation(name=None, kind="enterprise", area=None) -> Organisation:
    area = area or make_area()
    return add(Organisation(name=name or f"单位{_count(Organisation)}", kind=kind, area_id=area.id, area=area))


def make_account(username=None, role=Role.INSPECTOR, organisation=None, areas=(), **columns) -> Account:
    """An account with PASSWORD, already changed from its one-time password; inspectors are certified."""
    organisation = organisation or make_organisation()
    certificate = {"certificate": "鲁P-0001", "certified_until": date(2099, 1, 1)} if role == Role.INSPECTOR else {}
    settings = {"password_hash": _hashed(), "must_change_password": False, **certificate, **columns}
    username = username or f"{role}{_count(Account)}"
    account = Account(username=username, name=f"{username}某", role=role, organisation=organisation, **settings)
    account.areas = list(areas)
    return add(account)


def make_clauses(version, clauses):
    """Clauses of (path, text) pairs, in order; parents are found by path."""
    by_path = {}
    for position, (path, text) in enumerate(clauses):
        parent = by_path.get(path.rpartition("/")[0])
        clause = Clause(
            version_id=version.id,
            lineage_id=new_id(),
            position=position,
            parent_id=parent.id if parent else None,
            path=path,
            label=path.rpartition("/")[2] + "、",
            text=text,
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
            paragraphs=[[0, len(text)]],
            spans=[],
        )
        db.session.add(clause)
        db.session.flush()
        by_path[path] = clause
    return by_path


def _said(path: str, text: str) -> dict:
    return {"path": path, "label": path.rpartition("/")[2] + "、", "heading": None, "text": text}


def make_document(
    clauses,
    title="洁净煤配送工作实施办法",
    number="冠政发〔2016〕109号",
    effective_from=date(2016, 9, 20),
    effective_to=None,
):
    """A document version and its clauses by path."""
    document = Document(issuer="冠县人民政府", number=number, title=f"{title}{_count(Document)}", kind="standard")
    add(document)
    version = DocumentVersion(
        document=document,
        number=1,
        content_hash=content_hash([_said(path, text) for path, text in clauses]),
        issued_on=effective_from,
        effective_from=effective_from,
        effective_to=effective_to,
        effective_basis="issue_day",
        imported_at=NOW,
    )
    add(version)
    return version, make_clauses(version, clauses)


ITEM = {
    "kind": "verdict",
    "params": {},
    "points": 5,
    "points_source": "ours",
    "method": "binary",
    "veto": "none",
    "na_allowed": False,
    "condition": None,
    "photo_rule": {"when": "never", "min": 0},
}

SCORING = {"method": "points", "bands": [{"from": "90", "name": "通过"}, {"from": "0", "name": "不通过"}]}


def make_checklist(items=None, result_model="points", clauses=None, publish=True, **columns) -> ChecklistVersion:
    """A published checklist. Each item is a dict over ITEM, with `code`, `path` of its clause and `quote`."""
    clauses = clauses or [("二", "建设标准"), ("二/1", "储煤厂房建设面积不低于500平方米，高度不低于6米。")]
    items = items or [{"code": "A01", "question": "储煤厂房是否全封闭？", "path": "二/1", "quote": "高度不低于6米"}]
    document_version, by_path = make_document(clauses)
    checklist = columns.pop("checklist", None) or add(Checklist(code=f"pack-{_count(Checklist)}", title="建设标准"))
    version = ChecklistVersion(
        checklist=checklist,
        number=columns.pop("number", 1),
        document_version=document_version,
        result_model=result_model,
        scoring=columns.pop("scoring", SCORING),
        attributes=columns.pop("attributes", []),
        site_kind=columns.pop("site_kind", "depot"),
        **columns,
    )
    add(version)
    for position, given in enumerate(items):
        _add_item(version, position, dict(given), by_path)
    if publish:
        _freeze(version)
    db.session.flush()
    return version


def make_next_version(before: ChecklistVersion) -> ChecklistVersion:
    """The same checklist published anew, its questions in other words."""
    same = {name: getattr(before, name) for name in ("result_model", "scoring", "attributes", "site_kind")}
    version = ChecklistVersion(
        checklist=before.checklist, number=before.number + 1, document_version=before.document_version, **same
    )
    add(version)
    for item in before.items:
        quotation = item.scoring_quotation
        given = {name: getattr(item, name) for name in ITEM} | {"code": item.code, "question": f"{item.question}（新）"}
        given |= {"path": quotation.clause.path, "quote": quotation.words}
        _add_item(version, item.position, given, {quotation.clause.path: quotation.clause})
    _freeze(version)
    db.session.flush()
    return version


def _freeze(version) -> None:
    db.session.flush()
    db.session.expire(version, ["items"])
    digest = version_hash(version)
    record(None, "checklist.publish", version)
    version.state, version.published_at, version.content_hash = "published", NOW, digest


def _add_item(version, position, given, by_path) -> None:
    clause = by_path[given.pop("path")]
    quote = given.pop("quote", None) or clause.text
    start = clause.text.index(quote)
    given.setdefault("question", f"{given['code']} 是否符合？")
    item = Item(version_id=version.id, position=position, **{**ITEM, **given})
    db.session.add(item)
    db.session.flush()
    db.session.add(
        Quotation(
            item_id=item.id,
            position=0,
            role="scoring",
            clause_id=clause.id,
            span_start=start,
            span_end=start + len(quote),
            quote_hash=hashlib.sha256(quote.encode()).hexdigest(),
        )
    )
    db.session.flush()


def make_site(organisation=None, name=None, kind="depot", attributes=None) -> Site:
    organisation = organisation or make_organisation()
    site = Site(
        organisation=organisation,
        area_id=organisation.area_id,
        name=name or f"配送点{_count(Site)}",
        kind=kind,
        attributes=attributes or {},
    )
    return add(site)


def make_task(version=None, site=None, inspectors=None, supervisor=None, due_on=date(2026, 12, 31)) -> Task:
    """An open task; makes an inspector and a supervisor of the site's area where none are given."""
    site = site or make_site()
    supervisor = supervisor or make_account(role=Role.SUPERVISOR, areas=[site.area])
    task = Task(
        site=site, checklist_version=version or make_checklist(), created_by=supervisor, due_on=due_on, state="open"
    )
    task.inspectors = list(inspectors or [make_account(role=Role.INSPECTOR)])
    return add(task)


def make_inspection(task=None, **columns) -> Inspection:
    """A draft visit by the first inspector of the task."""
    task = task or make_task()
    inspection = Inspection(
        task=task,
        site=task.site,
        checklist_version=task.checklist_version,
        inspector=task.inspectors[0],
        attributes=dict(task.site.attributes),
        started_at=NOW,
        **{"effective_on": date(2026, 11, 18), **columns},
    )
    return add(inspection)
