"""What can be done with people, organisations and areas."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts import certificates, passwords, queries, requests, sessions
from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account, Area, Organisation
from accounts.roles import Role, fits
from accounts.two_people import CREATE, ENABLE
from core.clock import local_day
from core.db import db
from core.errors import N_, Conflict, Invalid

KINDS = ("county", "department", "township", "enterprise")


class NameTaken(Conflict):
    """The name is in use."""

    status = 422
    message = N_("这个名称已被使用，请换一个。")


class Circle(Conflict):
    """An area would lie in itself."""

    status = 422
    message = N_("上级区域不能是本区域或其下级区域。")


class Misfit(Conflict):
    """The role is not one of that kind of organisation."""

    status = 422
    message = N_("企业账号须属于类别为“企业”的单位，其他角色的账号不得属于企业。")


class HasMisfits(Conflict):
    """With another kind, accounts of the organisation would have a role that does not fit it."""

    status = 422
    message = N_("该单位账号的角色与所选类别不符，请先将其账号调整到其他单位。")


def create_area(actor: Account | None, name: str, parent: Area | None = None) -> Area:
    """A place that is governed. Raises NameTaken."""
    _free(Area, Area.name == name)
    return _added(actor, "area.create", Area(name=name, parent=parent), {"name": name, "parent": parent and parent.id})


def area_facts(area: Area) -> dict:
    """What stands of an area and may be changed."""
    return {"name": area.name, "parent": area.parent_id}


def edit_area(actor: Account, area: Area, wanted: dict) -> None:
    """Another name or parent, said like `area_facts`; where nothing differs nothing is written.

    Raises NameTaken, Circle.
    """
    before = area_facts(area)
    after = before | wanted
    if after == before:
        return
    if after["name"] != before["name"]:
        _free(Area, Area.name == after["name"])
    wait_for_turn()
    if after["parent"] and area.id in queries.list_above(after["parent"]):
        raise Circle(fields={"parent": Circle.message})
    record(actor, "area.edit", area, before, after)
    area.name, area.parent_id = after["name"], after["parent"]
    db.session.flush()


def create_organisation(actor: Account | None, name: str, kind: str, area: Area) -> Organisation:
    """An office or an enterprise. Raises NameTaken."""
    _free(Organisation, Organisation.name == name)
    organisation = Organisation(name=name, kind=kind, area_id=area.id)
    return _added(actor, "organisation.create", organisation, {"name": name, "kind": kind})


def organisation_facts(organisation: Organisation) -> dict:
    """What stands of an organisation and may be changed."""
    return {"name": organisation.name, "kind": organisation.kind, "area": organisation.area_id}


def edit_organisation(actor: Account, organisation: Organisation, wanted: dict) -> None:
    """Another name, kind or area, said like `organisation_facts`; where nothing differs nothing is written.

    Raises NameTaken, HasMisfits.
    """
    before = organisation_facts(organisation)
    after = before | wanted
    if after == before:
        return
    if after["name"] != before["name"]:
        _free(Organisation, Organisation.name == after["name"])
    wait_for_turn()
    roles = queries.list_roles(organisation)
    if any(fits(role, before["kind"]) and not fits(role, after["kind"]) for role in roles):
        raise HasMisfits(fields={"kind": HasMisfits.message})
    record(actor, "organisation.edit", organisation, before, after)
    organisation.name, organisation.kind, organisation.area_id = after["name"], after["kind"], after["area"]
    db.session.flush()


def _free(model, condition) -> None:
    if db.session.scalars(select(model).where(condition)).first() is not None:
        raise NameTaken(fields={"name": NameTaken.message})


def _added(actor, action: str, row, facts: dict):
    record(actor, action, row, after=facts)
    db.session.add(row)
    db.session.flush()
    return row


def create_account(
    actor: Account | None,
    username: str,
    name: str,
    role: Role,
    organisation: Organisation,
    now: datetime,
    days: int = 7,
    password: str | None = None,
) -> tuple[Account, str | None]:
    """An account with a one-time password that is good for some days; returned once, kept nowhere.

    A password that is given stands as it is, without a forced change. Where an administrator makes another and a third
    has to confirm, the account is disabled until then and there is no password yet. Raises NameTaken, Misfit.
    """
    username = username.strip().lower()
    if db.session.scalars(select(Account).where(Account.username == username)).first():
        raise NameTaken(fields={"username": NameTaken.message})
    _check_fit(role, organisation)
    secret = password or passwords.one_time_password()
    asks = actor is not None and role == Role.ADMINISTRATOR
    account = Account(
        username=username,
        name=name,
        role=role,
        organisation_id=organisation.id,
        enabled=not asks,
        password_hash=passwords.hash_password(secret),
        must_change_password=password is None,
        password_expires_at=None if password else now + timedelta(days=days),
    )
    _added(actor, "account.create", account, {"username": username, "role": role, "organisation": organisation.id})
    if asks and not _enabled(actor, CREATE, account, now, days):
        return account, None
    return account, secret


def _enabled(actor: Account, kind: str, account: Account, now: datetime, days: int) -> bool:
    """Whether the administrator's account is enabled at once; otherwise another one is now asked."""
    valid = timedelta(days=days)
    alone = requests.ask(actor, kind, account, now, valid)
    if alone:
        requests.carry_out(actor, ENABLE, account, now, valid)
    return alone


def _check_fit(role: Role, organisation: Organisation) -> None:
    if not fits(role, organisation.kind):
        raise Misfit(fields={"organisation": Misfit.message})


def account_facts(account: Account) -> dict:
    """What stands of an account and may be changed by an administrator."""
    return {
        "name": account.name,
        "organisation": account.organisation_id,
        "enabled": account.enabled,
        "areas": sorted(area.id for area in account.areas),
        "certificate": account.certificate,
        "certified_until": account.certified_until,
    }


def edit_account(actor: Account, account: Account, wanted: dict, now: datetime, days: int = 7) -> None:
    """Change what is wanted, said like `account_facts`; what is not named stays, a disabled account is out at once.

    Where nothing differs nothing is written. An administrator that is to be enabled may have to wait for another one
    to confirm, as a request for so many days. Raises Misfit, AlreadyAsked, Invalid for half a certificate or an
    expired one.
    """
    before = account_facts(account)
    after = before | wanted
    after |= {"areas": sorted(after["areas"]), "certificate": after["certificate"] or None}
    if account.id == actor.id and not after["enabled"]:
        raise Conflict(N_("不能停用自己的账号。"))
    asks = account.role == Role.ADMINISTRATOR and after["enabled"] and not before["enabled"]
    _change(actor, account, before, after | ({"enabled": False} if asks else {}), now)
    if asks:
        _enabled(actor, ENABLE, account, now, days)


def _change(actor: Account, account: Account, before: dict, after: dict, now: datetime) -> None:
    if after == before:
        return
    if after["organisation"] != before["organisation"]:
        _check_fit(account.role, db.session.get(Organisation, after["organisation"]))
    _require_whole_certificate(before, after, local_day(now))
    record(actor, "account.edit", account, before, after)
    _rewrite(account, after)
    if not account.enabled:
        sessions.end_all(actor, account, now)


def _require_whole_certificate(before: dict, after: dict, day: date) -> None:
    """One that stands, however old, does not keep the rest from being changed."""
    given = (after["certificate"], after["certified_until"])
    wrong = certificates.problems(*given, day) if given != (before["certificate"], before["certified_until"]) else {}
    if wrong:
        raise Invalid(fields=wrong)


def _rewrite(account: Account, facts: dict) -> None:
    account.name, account.organisation_id, account.enabled = facts["name"], facts["organisation"], facts["enabled"]
    account.certificate, account.certified_until = facts["certificate"], facts["certified_until"]
    account.areas = list(db.session.scalars(select(Area).where(Area.id.in_(facts["areas"]))))
    db.session.flush()
