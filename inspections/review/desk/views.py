"""Pages of the desk for what phones sent: conflicts of a visit, held records, rescue files."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from core.clock import utc_now
from core.db import db
from core.errors import Invalid
from core.i18n import translate
from inspections.filling import queries as visits
from inspections.filling.cards import WORDS, photo_links
from inspections.review.desk import conflicts as settling
from inspections.review.desk.shown import shown_disputes

bp = Blueprint("desk", __name__, url_prefix="/review")
blueprints = [bp]


@bp.route("/<ulid:inspection_id>/conflicts", methods=["GET", "POST"])
def conflicts(inspection_id):
    inspection = visits.get_visit(current_user, inspection_id)
    if request.method == "GET":
        return _conflicts_page(inspection)
    key, choice, reason = (request.form.get(name, "") for name in ("key", "choice", "reason"))
    try:
        settling.settle(current_user, inspection, key, choice, reason, utc_now())
    except Invalid as error:
        db.session.rollback()
        return _conflicts_page(visits.get_visit(current_user, inspection_id), error), 422
    db.session.commit()
    flash(_("已核定，两份记录都保留。"))
    return redirect(url_for("desk.conflicts", inspection_id=inspection_id))


def _conflicts_page(inspection, error: Invalid | None = None) -> str:
    shown = shown_disputes(inspection, settling.disputes(inspection))
    problems = {name: translate(sentence) for name, sentence in error.fields.items()} if error else {}
    return render_template(
        "inspections/review/desk/conflicts.html",
        inspection=inspection,
        shown=shown,
        problems=problems,
        given=request.form,
        links=lambda photos: [photo_links(each) for each in photos],
        open=inspection.state == "submitted",
        **WORDS,
    )
