"""The links at the top of every page, by role."""

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.roles import ROLE_NAMES, Role
from accounts.steps import Step, find_missing
from core.errors import N_

LINKS = {
    Role.INSPECTOR: (
        ("tasks.index", N_("任务")),
        ("phone.index", N_("现场")),
        ("checklists.index", N_("检查表")),
        ("documents.index", N_("文件")),
    ),
    Role.SUPERVISOR: (
        ("review.index", N_("审核")),
        ("tasks.index", N_("任务")),
        ("sites.index", N_("检查对象")),
        ("checklists.index", N_("检查表")),
        ("documents.index", N_("文件")),
    ),
    Role.ENTERPRISE: (("findings.index", N_("我的整改")),),
    Role.EDITOR: (("checklists.index", N_("检查表")), ("documents.index", N_("文件"))),
    Role.ADMINISTRATOR: (
        ("admin.start", N_("开始使用")),
        ("admin.accounts", N_("账号")),
        ("admin.organisations", N_("单位")),
        ("admin.areas", N_("区域")),
        ("calendar.index", N_("工作日")),
        ("admin.settings", N_("设置")),
    ),
    Role.AUDITOR: (("admin.audit", N_("审计记录")),),
}

PART_OF = {"desk": "review"}  # rooms without a link of their own


def home_of(role: Role) -> str:
    """The page on which a role begins; the phone's own needs script, which leaves a mark in the browser."""
    if role == Role.INSPECTOR and request.cookies.get("script") and "phone.index" in current_app.view_functions:
        return url_for("phone.index")
    return url_for(LINKS[role][0][0])


def navigation() -> list[tuple[str, str, bool]]:
    """The links of the reader's role: label, address, whether it is the present part."""
    if not current_user.is_authenticated or current_user.must_change_password:
        return []
    known = [(name, label) for name, label in LINKS[current_user.role] if name in current_app.view_functions]
    return [(_(label), url_for(name), _is_here(name)) for name, label in known]


def _is_here(name: str) -> bool:
    here = request.endpoint or ""
    room, of_admin = here.partition(".")[0], here.startswith("admin.")
    return here.startswith(name.rstrip("s")) if of_admin else name.partition(".")[0] == PART_OF.get(room, room)


def _missing_step() -> Step | None:
    known = current_user.is_authenticated and not current_user.must_change_password
    return find_missing(current_user, request.endpoint) if known else None


def init_app(app: Flask) -> None:
    """Give every page its links, and the step that is missing for it."""
    app.context_processor(lambda: {"navigation": navigation(), "missing_step": _missing_step, "roles": ROLE_NAMES})
