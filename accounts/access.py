"""Who may call what: one row for each endpoint and method. What has no row is denied."""

from accounts.roles import Role

PUBLIC = "public"
SIGNED_IN = frozenset(Role)

INSPECTOR = frozenset({Role.INSPECTOR})
SUPERVISOR = frozenset({Role.SUPERVISOR})
ENTERPRISE = frozenset({Role.ENTERPRISE})
EDITOR = frozenset({Role.EDITOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})
OFFICIALS = INSPECTOR | SUPERVISOR | EDITOR

# A person with a one-time password may call these and nothing else until it is changed.
WHILE_PASSWORD_IS_ONE_TIME = {"accounts.change_password", "accounts.logout", "accounts.session", "static"}

ACCESS: dict[tuple[str, str], str | frozenset] = {
    # the frame
    ("static", "GET"): PUBLIC,
    ("preferences.choose", "POST"): PUBLIC,
    # accounts
    ("accounts.home", "GET"): SIGNED_IN,
    ("accounts.login", "GET"): PUBLIC,
    ("accounts.login", "POST"): PUBLIC,
    ("accounts.logout", "POST"): SIGNED_IN,
    ("accounts.change_password", "GET"): SIGNED_IN,
    ("accounts.change_password", "POST"): SIGNED_IN,
    ("accounts.session", "GET"): PUBLIC,
}


def rule_for(endpoint: str, method: str) -> str | frozenset | None:
    """Who may: PUBLIC, a set of roles, or None when nobody decided."""
    return ACCESS.get((endpoint, "GET" if method == "HEAD" else method))
