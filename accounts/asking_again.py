"""Before an act that must not be done by whoever finds an open session: the password once more.

The page that asks carries all that was sent and posts it to the act's own address, with the password beside it. Files
it cannot carry: then, and where the act's form is asked for, it leads to the form.
"""

from datetime import timedelta

from flask import current_app, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from accounts import logins
from core.clock import utc_now
from core.error_pages import answer, waiting, wants_json
from core.errors import N_, DomainError, Invalid
from core.i18n import translate_error

FIELD, TO_FORM = "password_again", "to_form"


def ask():
    """None when the password was given lately, or is right with this request; otherwise the page that asks for it."""
    if utc_now() - current_user.proved_at <= timedelta(minutes=current_app.config["PROVED_MINUTES"]):
        return None
    if wants_json():  # a script proves it at /api/session/password and sends its request once more
        return answer(403, "password_again", _("请再次输入密码。"))
    given = request.form.get(FIELD)
    return _page() if given is None else _try(given)


def _try(given: str):
    """None when the act may go on; the way to its form, or the page once more."""
    try:
        if not 0 < len(given) <= 1000:
            raise Invalid(N_("请填写密码。"))
        logins.prove(current_user, given, utc_now())
    except DomainError as error:
        return _page(translate_error(error)), error.status, waiting(error)
    return redirect(request.full_path.rstrip("?")) if TO_FORM in request.form else None


def _page(problem: str | None = None) -> str:
    files = bool(request.files)
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in (FIELD, "csrf_token")]
    if files or request.method == "GET":
        sent = [(TO_FORM, "1")]
    return render_template("accounts/again.html", sent=sent, files=files, field=FIELD, problem=problem)
