"""Handing a site to another organisation, and whose it was on a day."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from accounts.audit import record
from accounts.models import Account, Organisation
from accounts.queries import governed_areas
from core.clock import local_day
from core.db import db
from core.errors import N_, Invalid
from core.ids import new_id
from inspections.planning.models import Site, SiteTransfer

LONGEST_AGO = timedelta(days=366)  # ours: a day before that is a slip of the finger


def _refused(name: str, message: str) -> Invalid:
    return Invalid(message, fields={name: message})


def owner_on(site: Site, day: date) -> Organisation:
    """Whose the site was on the day: of the first transfer after it, who gave; without one, who has it now."""
    givers = select(Organisation).join(SiteTransfer, SiteTransfer.from_organisation_id == Organisation.id)
    later = givers.where(SiteTransfer.site_id == site.id, SiteTransfer.from_on > day)
    given = db.session.scalars(later.order_by(SiteTransfer.from_on, SiteTransfer.audit_seq)).first()
    return given or site.organisation


def list_transfers(site: Site) -> list[SiteTransfer]:
    """The transfers of a site, newest first."""
    people = (SiteTransfer.from_organisation, SiteTransfer.to_organisation, SiteTransfer.decided_by)
    rows = select(SiteTransfer).where(SiteTransfer.site_id == site.id).options(*(joinedload(each) for each in people))
    return list(db.session.scalars(rows.order_by(SiteTransfer.audit_seq.desc())))


def list_receivers(actor: Account, site: Site) -> list[Organisation]:
    """The organisations of the actor's jurisdiction that the site could be handed to."""
    rows = select(Organisation).where(Organisation.area_id.in_(governed_areas(actor)))
    return list(db.session.scalars(rows.where(Organisation.id != site.organisation_id).order_by(Organisation.name)))


def transfer_site(actor: Account, site: Site, organisation_id: str, from_on: date, reason: str, now: datetime) -> Site:
    """Hand the site to another organisation from a day on; it stays where it is, and so does what was issued.

    Visits of earlier days still belong to the old owner, also when they are issued later. Raises Invalid.
    """
    receiver = next((each for each in list_receivers(actor, site) if each.id == organisation_id), None)
    _check(site, receiver, from_on, reason, local_day(now))
    transfer = SiteTransfer(
        id=new_id(),
        site_id=site.id,
        from_organisation_id=site.organisation_id,
        to_organisation_id=receiver.id,
        from_on=from_on,
        reason=reason.strip(),
        decided_by_id=actor.id,
        decided_at=now,
    )
    after = {"organisation": receiver.id, "from_on": from_on, "reason": transfer.reason}
    record(actor, "site.transfer", site, {"organisation": site.organisation_id}, after, also=(transfer,))
    _write(transfer)
    site.organisation = receiver
    db.session.flush()
    return site


def _write(transfer: SiteTransfer) -> None:
    """Before the site in the same transaction: the database asks for it."""
    row = {column.key: getattr(transfer, column.key) for column in SiteTransfer.__table__.columns}
    with db.session.no_autoflush:
        db.session.execute(insert(SiteTransfer).values(row))


def _check(site: Site, receiver: Organisation | None, from_on: date, reason: str, today: date) -> None:
    if receiver is None:
        raise _refused("organisation", N_("请选择接收单位。"))
    if from_on > today:
        raise _refused("from_on", N_("移交日期不能晚于今天。"))
    if from_on < today - LONGEST_AGO:
        raise _refused("from_on", N_("移交日期距今超过一年，请核对。"))
    if any(from_on < past.from_on for past in list_transfers(site)):
        raise _refused("from_on", N_("移交日期不能早于上一次移交。"))
    if not reason.strip():
        raise _refused("reason", N_("请写明理由。"))
    twin = select(Site.id).where(Site.organisation_id == receiver.id, Site.name == site.name)
    if db.session.scalars(twin).first():
        raise _refused("organisation", N_("该单位已有同名的检查对象，请先改名再移交。"))
