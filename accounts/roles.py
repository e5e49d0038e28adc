"""The roles of the house. Pure."""

from enum import StrEnum

from core.errors import N_


class Role(StrEnum):
    """What a person is here; one role an account."""

    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    ENTERPRISE = "enterprise"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


GOVERNING = (Role.SUPERVISOR, Role.INSPECTOR)  # roles that are given areas: to decide in, or to visit unplanned

ROLE_NAMES = {
    Role.INSPECTOR: N_("检查员"),
    Role.SUPERVISOR: N_("主管"),
    Role.ENTERPRISE: N_("企业"),
    Role.EDITOR: N_("编制员"),
    Role.ADMINISTRATOR: N_("管理员"),
    Role.AUDITOR: N_("审计员"),
}
ORGANISATION_KINDS = {
    "department": N_("部门"),
    "township": N_("乡镇（街道）"),
    "enterprise": N_("企业"),
    "county": N_("县级机关"),
}


def fits(role: Role, kind: str) -> bool:
    """Whether an account of that role may belong to an organisation of that kind."""
    return (role == Role.ENTERPRISE) == (kind == "enterprise")
