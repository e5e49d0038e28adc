"""What was imported in the inspector's name: the notice on the pages, and the page on which he says whose it is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import scope
from accounts.roles import Role
from core.clock import utc_now
from core.db import db
from core.errors import Invalid
from core.i18n import translate
from core.page_links import asked
from core.paging import Page
from inspections.review.models import Rescue
from inspections.review.rescued import queries, services

bp = Blueprint("rescued", __name__)
blueprints = [bp]


@bp.app_context_processor
def _notice() -> dict:
    return {"imported_in_my_name": _find_waiting}


def _find_waiting() -> Rescue | None:
    """The oldest that waits for the inspector; not asked for on the pages of a visit, where he is at work."""
    inspects = current_user.is_authenticated and current_user.role == Role.INSPECTOR and request.blueprint != "filling"
    return queries.find_waiting(current_user) if inspects else None


@bp.get("/imported")
def index():
    return render_template("inspections/review/rescued/index.html", rescues=queries.page_waiting(current_user, asked()))


def _refused(rescue: Rescue, error: Invalid) -> str:
    """The record whose answer was refused, alone, and what is wrong with the answer."""
    problems = {name: translate(sentence) for name, sentence in error.fields.items()}
    shown = Page([rescue], queries.count_waiting(current_user))
    return render_template("inspections/review/rescued/index.html", rescues=shown, wrong=rescue.id, problems=problems)


@bp.post("/imported/<ulid:rescue_id>")
def answer(rescue_id):
    rescue, kind = scope.get(current_user, Rescue, rescue_id), request.form.get("kind", "")
    try:
        services.answer(current_user, rescue, kind, request.form.get("reason", ""), utc_now())
    except Invalid as error:
        db.session.rollback()
        return _refused(scope.get(current_user, Rescue, rescue_id), error), 422
    db.session.commit()
    flash(_("已确认。") if kind == services.CONFIRMED else _("已否认，主管可在审核页看到。"))
    return redirect(url_for("rescued.index"))
