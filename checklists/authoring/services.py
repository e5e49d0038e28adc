"""Making checklists: drafts from data, checks, publishing. A published version never changes."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account
from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.conditions import named
from checklists.authoring.models import Checklist, ChecklistVersion, Item, Quotation
from checklists.authoring.packs import ITEM_KEYS, VERSION_KEYS, version_hash
from checklists.standards.models import Clause, DocumentVersion
from checklists.standards.services import text_hash
from core.db import db
from core.errors import N_, Conflict, Invalid, Sentence


class BrokenQuotation(Invalid):
    """An item quotes words that its clause does not have."""

    message = N_("检查项 {code} 引用的文字在条款 {path} 中找不到：“{quote}”。引文须与原文一字不差。")


class NotPublishable(Invalid):
    """The draft has problems; `fields` lists them by item."""

    message = N_("检查表还不能发布：{problems}")


class ChecklistFrozen(Conflict):
    """It has been published already."""

    message = N_("这一版检查表已经发布，不能再改。需要修改时请另建新版。")


class NothingChanged(Conflict):
    """The same content was published already."""

    message = N_("内容与已发布的第 {number} 版完全相同，不需要再发布。")


def create_draft(
    actor: Account | None, document: DocumentVersion, checklist: dict, items: list[dict]
) -> ChecklistVersion:
    """A draft version of a checklist over a document, from data in the form of a pack.

    Raises BrokenQuotation when a quotation is not in its clause, letter for letter.
    """
    parent = _checklist(actor, checklist)
    version = ChecklistVersion(
        checklist_id=parent.id,
        number=len(parent.versions) + 1,
        document_version_id=document.id,
        **{key: checklist[key] for key in VERSION_KEYS},
    )
    record(actor, "checklist.draft", version, after={"checklist": parent.code, "number": version.number})
    db.session.add(version)
    db.session.flush()
    clauses = {clause.path: clause for clause in db.session.scalars(_clauses(document))}
    for position, item in enumerate(items):
        _add_item(version, position, item, clauses)
    db.session.flush()
    db.session.expire_all()
    return version


def _clauses(document: DocumentVersion):
    return select(Clause).where(Clause.version_id == document.id).order_by(Clause.position.desc())


def _checklist(actor: Account | None, data: dict) -> Checklist:
    found = db.session.scalars(select(Checklist).where(Checklist.code == data["code"])).first()
    if found:
        return found
    parent = Checklist(code=data["code"], title=data["title"])
    record(actor, "checklist.create", parent, after={"code": data["code"]})
    db.session.add(parent)
    db.session.flush()
    return parent


def _add_item(version: ChecklistVersion, position: int, data: dict, clauses: dict[str, Clause]) -> None:
    columns = {key: data[key] for key in ITEM_KEYS}
    columns["points"] = None if data["points"] is None else Fraction(data["points"])
    item = Item(version_id=version.id, position=position, failed_words=data.get("failed_words"), **columns)
    db.session.add(item)
    db.session.flush()
    quotations = [("scoring", data["scoring"]), *(("cites", cited) for cited in data["cites"])]
    for place, (role, quoted) in enumerate(quotations):
        db.session.add(_quotation(item, place, role, quoted, clauses))


def _quotation(item: Item, position: int, role: str, quoted: dict, clauses: dict[str, Clause]) -> Quotation:
    clause = clauses.get(quoted["path"])
    start = clause.text.find(quoted["quote"]) if clause else -1
    if start < 0:
        raise BrokenQuotation(code=item.code, path=quoted["path"], quote=quoted["quote"])
    return Quotation(
        item_id=item.id,
        position=position,
        role=role,
        clause_id=clause.id,
        span_start=start,
        span_end=start + len(quoted["quote"]),
        quote_hash=text_hash(quoted["quote"]),
        doubt=quoted.get("doubt"),
    )


def problems(version: ChecklistVersion) -> dict[str, str]:
    """What keeps the version from being published: item code → sentence."""
    found = {item.code: problem for item in version.items if (problem := _item_problem(version, item))}
    if not version.items:
        found[version.checklist.code] = N_("没有检查项。")
    return found


def _item_problem(version: ChecklistVersion, item: Item) -> str | None:
    kind = KINDS.get(item.kind)
    if kind is None:
        return N_("不认识的作答方式。")
    wrong = kind.problems(item.params)
    if wrong:
        return wrong[0]
    if named(item.condition) - {attribute["name"] for attribute in version.attributes}:
        return N_("条件用到了没有声明的对象属性。")
    if (item.points is not None and item.points < 0) or (item.points is None and item.method != "info"):
        return N_("分值不对。")
    if item.method == "binary" and item.params.get("partial"):
        return N_("可以部分符合的项须按比例计分。")
    return _quotation_problem(item)


def _quotation_problem(item: Item) -> str | None:
    if sum(quotation.role == "scoring" for quotation in item.quotations) != 1:
        return N_("每个检查项须有且只有一条计分依据。")
    if any(text_hash(quotation.words) != quotation.quote_hash for quotation in item.quotations):
        return N_("引文与条款原文不符。")
    return None


def publish(version: ChecklistVersion, actor: Account | None, now: datetime) -> None:
    """Freeze the version for ever.

    Raises ChecklistFrozen, NotPublishable with every problem, or NothingChanged; changes nothing in these cases.
    """
    if version.state == "published":
        raise ChecklistFrozen()
    wrong = problems(version)
    if wrong:
        listed = (Sentence(N_("{code}：{why}"), code=code, why=Sentence(why)) for code, why in wrong.items())
        raise NotPublishable(fields=wrong, problems=tuple(listed))
    digest = version_hash(version)
    same = next((other for other in version.checklist.versions if other.content_hash == digest), None)
    if same:
        raise NothingChanged(number=same.number)
    record(actor, "checklist.publish", version, after={"number": version.number, "content_hash": digest})
    version.state, version.published_at, version.content_hash = "published", now, digest
    db.session.flush()
