"""What the administrator of a new county does: areas, organisations, accounts, jurisdictions, certificates."""

from sqlalchemy import ColumnElement, and_, select

from accounts.certificates import in_force
from accounts.models import Account, Area, Organisation, jurisdiction
from accounts.queries import governed_areas
from accounts.roles import Role
from accounts.steps import Step, add, wait
from core.clock import today
from core.errors import N_

WORKING = (Role.INSPECTOR, Role.SUPERVISOR, Role.ENTERPRISE)


def _areas(actor: Account) -> ColumnElement[bool]:
    return select(Area.id).where(Area.parent_id.is_not(None)).exists()


def _organisations(actor: Account) -> ColumnElement[bool]:
    rows = select(Organisation.id).where(Organisation.kind == "enterprise")
    if actor.role == Role.SUPERVISOR:
        rows = rows.where(Organisation.area_id.in_(governed_areas(actor)))
    return rows.exists()


def _accounts(actor: Account) -> ColumnElement[bool]:
    enabled = select(Account.id).where(Account.enabled)
    return and_(*(enabled.where(Account.role == role).exists() for role in WORKING))


def _jurisdictions(actor: Account) -> ColumnElement[bool]:
    rows = select(jurisdiction.c.area_id).join(Account, Account.id == jurisdiction.c.account_id)
    rows = rows.where(Account.role == Role.SUPERVISOR)
    if actor.role == Role.SUPERVISOR:
        rows = rows.where(Account.id == actor.id)
    return rows.exists()


def _certificates(actor: Account) -> ColumnElement[bool]:
    rows = select(Account.id).where(Account.role == Role.INSPECTOR, Account.enabled)
    return rows.where(in_force(today())).exists()


add(
    Step(
        "areas",
        N_("登记区域"),
        N_("在县之下登记各乡镇（街道）；单位、检查对象和管辖都按区域划分。"),
        N_("尚未登记乡镇（街道）。"),
        "admin.areas",
        _areas,
    ),
    Step(
        "organisations",
        N_("登记单位"),
        N_("登记各检查机关，以及被检查单位（类别为企业）。"),
        N_("尚未登记被检查单位。"),
        "admin.organisations",
        _organisations,
    ),
    Step(
        "accounts",
        N_("建立账号"),
        N_("检查员、主管、被检查单位至少各一个；一次性密码请转交本人。"),
        N_("检查员、主管、被检查单位还没有都建立账号。"),
        "admin.new_account",
        _accounts,
    ),
    Step(
        "jurisdictions",
        N_("指定管辖区域"),
        N_("打开主管的账号，选择其管辖的区域。"),
        N_("尚未指定主管的管辖区域。"),
        "admin.accounts",
        _jurisdictions,
    ),
    Step(
        "certificates",
        N_("登记执法证"),
        N_("打开检查员的账号，填写执法证号和有效期。"),
        N_("尚无检查员登记有效期内的执法证。"),
        "admin.accounts",
        _certificates,
    ),
)
wait("admin.organisations", "areas")
wait("admin.account", "areas")
wait("admin.new_account", "organisations")
