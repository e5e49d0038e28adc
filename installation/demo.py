"""A county to try the product with: offices and enterprises are invented, the documents are real."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts import services as people
from accounts.audit import record
from accounts.models import Account, Organisation
from accounts.roles import Role
from checklists.authoring.queries import find_published
from core.clock import local_day
from core.db import db
from inspections.planning import services
from inspections.planning.models import Site

COUNTY, XINJI, QINGSHUI = "冠县", "辛集镇", "清水镇"
ORGANISATIONS = (
    ("office", "县煤炭清洁利用监督管理工作领导小组办公室", "department", COUNTY),
    ("township1", "辛集镇人民政府", "township", XINJI),
    ("township2", "清水镇人民政府", "township", QINGSHUI),
    ("depot1", "冠县辛集煤炭公司", "enterprise", XINJI),
    ("depot2", "冠县清水洁净煤公司", "enterprise", QINGSHUI),
    ("plant", "冠县恒运轴承厂", "enterprise", XINJI),
    ("purchaser", "冠县第二实验小学", "department", COUNTY),
)
PEOPLE = (
    ("bianzhi", "编制员甲", Role.EDITOR, "office"),
    ("bianzhi2", "编制员乙", Role.EDITOR, "office"),
    ("jiancha", "检查员甲", Role.INSPECTOR, "office"),
    ("jiancha2", "检查员乙", Role.INSPECTOR, "office"),
    ("zhuguan", "主管甲", Role.SUPERVISOR, "office"),
    ("qiye", "辛集煤炭公司经理", Role.ENTERPRISE, "depot1"),
    ("qiye2", "清水洁净煤公司经理", Role.ENTERPRISE, "depot2"),
    ("guanli", "管理员甲", Role.ADMINISTRATOR, "office"),
    ("shenji", "审计员甲", Role.AUDITOR, "office"),
)
SITES = (
    ("depot1", "辛集镇配送点", "depot", "辛集镇驻地", {"new_shed": "yes", "online_notice": "no"}, "depot"),
    ("depot2", "清水镇配送点", "depot", "清水镇驻地", {"new_shed": "no", "online_notice": "no"}, "depot"),
    ("plant", "恒运轴承厂厂区", "plant", "辛集镇工业园", {"open_hazards": "no", "needs_experts": "no"}, "hazards"),
    (
        "purchaser",
        "教学楼维修采购项目",
        "purchase",
        "",
        {"inquiry": "yes", "challenge": "no", "complaint": "no"},
        "procurement",
    ),
)
DAYS_TO_VISIT = 14


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo county with its password, to be shown once."""

    username: str
    name: str
    role: Role
    password: str


def load_demo(now: datetime, password: str | None = None) -> list[DemoAccount]:
    """Build the county; nothing happens where any account exists already.

    With a password given, it is everybody's and need not be changed.
    """
    if db.session.scalars(select(Account).limit(1)).first():
        return []
    organisations = _organisations()
    accounts = [_account(organisations, *person, now, password) for person in PEOPLE]
    by_name = {account.username: account for account, _ in accounts}
    _grant(by_name, organisations, now)
    for site in SITES:
        _site_with_task(by_name, organisations, now, *site)
    return [DemoAccount(account.username, account.name, account.role, secret) for account, secret in accounts]


def _organisations() -> dict[str, Organisation]:
    county = people.create_area(None, COUNTY)
    areas = {COUNTY: county} | {name: people.create_area(None, name, county) for name in (XINJI, QINGSHUI)}
    return {key: people.create_organisation(None, name, kind, areas[area]) for key, name, kind, area in ORGANISATIONS}


def _account(organisations, username, name, role, organisation, now, password):
    return people.create_account(None, username, name, role, organisations[organisation], now, password=password)


def _grant(accounts: dict[str, Account], organisations, now: datetime) -> None:
    until = date(local_day(now).year + 3, 12, 31)
    for number, username in enumerate(("jiancha", "jiancha2"), 1):
        record(None, "demo.certify", accounts[username])
        accounts[username].certificate, accounts[username].certified_until = f"鲁P-10{number:04d}", until
    for username in ("zhuguan", "jiancha", "jiancha2"):
        record(None, "demo.jurisdiction", accounts[username])
        accounts[username].areas = [organisations["office"].area]
    db.session.flush()


def _site_with_task(accounts, organisations, now, organisation, name, kind, address, attributes, checklist) -> Site:
    supervisor = accounts["zhuguan"]
    site = services.save_site(supervisor, None, organisations[organisation], name, kind, address, attributes)
    version = find_published(checklist)
    if version:
        due = local_day(now) + timedelta(days=DAYS_TO_VISIT)
        services.create_task(supervisor, site.id, version, [accounts["jiancha"]], due, "", now)
    return site
