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

# Whoever holds an inspector's locked phone may call these and nothing else of what needs a sign-in: leaving, taking the
# PIN back with the password, and what was being sent when the lock fell.
WHILE_LOCKED = {
    "accounts.logout",
    "accounts.prove",
    "sync_api.lacking",
    "sync_api.put_piece",
    "sync_api.put_record",
}

# A person with a one-time password may call these and nothing else until it is changed.
WHILE_PASSWORD_IS_ONE_TIME = {"accounts.change_password", "accounts.logout", "accounts.session", "static"}

# Acts by which a result leaves the office, or somebody could become somebody else or be kept out: they ask for the
# password again when it was given too long ago.
ASKS_AGAIN = {
    ("review.approve", "POST"),
    ("review.issue", "POST"),
    ("desk.rescue", "GET"),  # before the form, because the page that asks cannot carry the file
    ("desk.rescue", "POST"),
    ("accounts.settle_reset", "POST"),
    ("admin.settle_request", "POST"),
    ("admin.reset_password", "POST"),
    ("admin.new_account", "POST"),
    ("admin.account", "POST"),
}

ACCESS: dict[tuple[str, str], str | frozenset] = {
    # the frame
    ("static", "GET"): PUBLIC,
    ("preferences.choose", "POST"): PUBLIC,
    ("health.healthz", "GET"): PUBLIC,
    # accounts
    ("accounts.home", "GET"): SIGNED_IN,
    ("accounts.login", "GET"): PUBLIC,
    ("accounts.login", "POST"): PUBLIC,
    ("accounts.logout", "POST"): SIGNED_IN,
    ("accounts.change_password", "GET"): SIGNED_IN,
    ("accounts.change_password", "POST"): SIGNED_IN,
    ("accounts.sessions", "GET"): SIGNED_IN,
    ("accounts.end_session", "POST"): SIGNED_IN,
    ("accounts.settle_reset", "POST"): SIGNED_IN,
    ("accounts.session", "GET"): PUBLIC,
    ("accounts.prove", "POST"): SIGNED_IN,
    # the administrator and the auditor
    ("admin.start", "GET"): ADMINISTRATOR,
    ("admin.accounts", "GET"): ADMINISTRATOR,
    ("admin.new_account", "GET"): ADMINISTRATOR,
    ("admin.new_account", "POST"): ADMINISTRATOR,
    ("admin.account", "GET"): ADMINISTRATOR,
    ("admin.account", "POST"): ADMINISTRATOR,
    ("admin.reset_password", "POST"): ADMINISTRATOR,
    ("admin.end_sessions", "POST"): ADMINISTRATOR,
    ("admin.requests", "GET"): ADMINISTRATOR,
    ("admin.settle_request", "POST"): ADMINISTRATOR,
    ("admin.organisations", "GET"): ADMINISTRATOR,
    ("admin.organisations", "POST"): ADMINISTRATOR,
    ("admin.organisation", "GET"): ADMINISTRATOR,
    ("admin.organisation", "POST"): ADMINISTRATOR,
    ("admin.areas", "GET"): ADMINISTRATOR,
    ("admin.areas", "POST"): ADMINISTRATOR,
    ("admin.area", "GET"): ADMINISTRATOR,
    ("admin.area", "POST"): ADMINISTRATOR,
    ("admin.settings", "GET"): ADMINISTRATOR,
    ("admin.settings", "POST"): ADMINISTRATOR,
    ("admin.audit", "GET"): AUDITOR,
    ("admin.audit_file", "GET"): AUDITOR,
    # documents and checklists
    ("documents.index", "GET"): OFFICIALS,
    ("documents.show", "GET"): OFFICIALS,
    ("documents.keep", "GET"): SUPERVISOR,
    ("documents.keep", "POST"): SUPERVISOR,
    ("checklists.index", "GET"): OFFICIALS,
    ("checklists.show", "GET"): OFFICIALS,
    # planning
    ("sites.index", "GET"): SUPERVISOR,
    ("sites.new", "GET"): SUPERVISOR,
    ("sites.new", "POST"): SUPERVISOR,
    ("sites.show", "GET"): SUPERVISOR,
    ("sites.edit", "GET"): SUPERVISOR,
    ("sites.edit", "POST"): SUPERVISOR,
    ("sites.transfer", "GET"): SUPERVISOR,
    ("sites.transfer", "POST"): SUPERVISOR,
    ("tasks.index", "GET"): INSPECTOR | SUPERVISOR,
    ("tasks.new", "GET"): SUPERVISOR,
    ("tasks.new", "POST"): SUPERVISOR,
    ("tasks.show", "GET"): INSPECTOR | SUPERVISOR,
    ("calendar.index", "GET"): ADMINISTRATOR,
    ("calendar.index", "POST"): ADMINISTRATOR,
    # filling
    ("filling.start", "POST"): INSPECTOR,
    ("filling.withdraw", "GET"): SUPERVISOR,
    ("filling.withdraw", "POST"): SUPERVISOR,
    ("filling.form", "GET"): INSPECTOR,
    ("filling.form", "POST"): INSPECTOR,
    ("filling.shell", "GET"): INSPECTOR,
    ("filling.show", "GET"): INSPECTOR | SUPERVISOR,
    ("filling.evidence", "GET"): INSPECTOR | SUPERVISOR | ENTERPRISE,
    ("filling.thumb", "GET"): INSPECTOR | SUPERVISOR | ENTERPRISE,
    # what phones send and take along
    ("sync_api.lacking", "POST"): INSPECTOR,
    ("sync_api.put_piece", "PATCH"): INSPECTOR,
    ("sync_api.put_record", "PUT"): INSPECTOR,
    ("sync_api.receipt_key", "GET"): PUBLIC,
    ("sync_api.take_along", "GET"): INSPECTOR,
    ("sync_api.task_bundle", "GET"): INSPECTOR,
    ("sync_api.past_photo", "GET"): INSPECTOR,
    ("sync_api.version_bundle", "GET"): INSPECTOR,
    ("sync_api.site", "GET"): INSPECTOR,
    ("receipts.show", "GET"): INSPECTOR | SUPERVISOR,
    # review
    ("review.index", "GET"): SUPERVISOR,
    ("review.show", "GET"): SUPERVISOR,
    ("review.decide", "POST"): SUPERVISOR,
    ("review.return_", "POST"): SUPERVISOR,
    ("review.approve", "POST"): SUPERVISOR,
    ("review.issue", "GET"): SUPERVISOR,
    ("review.issue", "POST"): SUPERVISOR,
    # findings
    ("findings.index", "GET"): ENTERPRISE,
    ("findings.show", "GET"): ENTERPRISE | SUPERVISOR | INSPECTOR,
    ("findings.report", "GET"): ENTERPRISE | SUPERVISOR | INSPECTOR,
    ("findings.acknowledge", "POST"): ENTERPRISE,
}


# the phone: the same for everybody, without user or answers, so that the worker can keep it before and after a sign-in
ACCESS |= {
    ("pwa.manifest", "GET"): PUBLIC,
    ("pwa.worker", "GET"): PUBLIC,
    ("phone.index", "GET"): PUBLIC,
    ("phone.outbox", "GET"): PUBLIC,
    ("phone.receipts", "GET"): PUBLIC,
    ("phone.ready", "GET"): PUBLIC,
    ("phone.result", "GET"): PUBLIC,
}

# the desk: what phones sent and could not be settled by itself
ACCESS |= {
    ("desk.conflicts", "GET"): SUPERVISOR,
    ("desk.conflicts", "POST"): SUPERVISOR,
    ("desk.settled", "GET"): SUPERVISOR,
    ("desk.settled_visit", "GET"): SUPERVISOR,
    ("desk.held", "GET"): SUPERVISOR,
    ("desk.held_record", "GET"): SUPERVISOR,
    ("desk.held_record", "POST"): SUPERVISOR,
    ("desk.held_photo", "GET"): SUPERVISOR,
    ("desk.held_original", "GET"): SUPERVISOR,
    ("desk.rescue", "GET"): SUPERVISOR,
    ("desk.rescue", "POST"): SUPERVISOR,
}

# what somebody imported in an inspector's name: his word on it
ACCESS |= {
    ("rescued.index", "GET"): INSPECTOR,
    ("rescued_api.count", "GET"): INSPECTOR,
    ("rescued.answer", "POST"): INSPECTOR,
}

# what was drawn on the phone: on a photo, with a finger under the record
ACCESS |= {
    ("filling.marks", "GET"): INSPECTOR | SUPERVISOR | ENTERPRISE,
    ("filling.signature", "GET"): INSPECTOR | SUPERVISOR,
}


def rule_for(endpoint: str, method: str) -> str | frozenset | None:
    """Who may: PUBLIC, a set of roles, or None when nobody decided."""
    return ACCESS.get((endpoint, "GET" if method == "HEAD" else method))
