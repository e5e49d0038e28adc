"""Pages of stored documents."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import scope
from accounts.access import rule_for
from checklists.standards import keeping, queries
from checklists.standards.forms import KeepForm
from checklists.standards.models import DocumentVersion
from core.clock import today
from core.db import db
from core.errors import Invalid
from core.forms import show_errors
from core.page_links import asked

bp = Blueprint("documents", __name__, url_prefix="/documents")
blueprints = [bp]


@bp.get("")
def index():
    return render_template("checklists/standards/index.html", documents=queries.page_documents(current_user, asked()))


@bp.get("/<ulid:version_id>")
def show(version_id):
    version = scope.get(current_user, DocumentVersion, version_id)
    told = {"clauses": queries.list_clauses(version), "decisions": keeping.list_decisions(version)}
    may_keep = version.effective_to and current_user.role in rule_for("documents.keep", "POST")
    return render_template("checklists/standards/show.html", version=version, may_keep=may_keep, **told)


@bp.route("/<ulid:version_id>/keep", methods=["GET", "POST"])
def keep(version_id):
    version, form = scope.get(current_user, DocumentVersion, version_id), KeepForm()
    if form.validate_on_submit() and _keep(version, form):
        flash(_("沿用决定已登记。"))
        return redirect(url_for("documents.show", version_id=version_id))
    return render_template("checklists/standards/keep.html", version=version, form=form)


def _keep(version: DocumentVersion, form: KeepForm) -> bool:
    try:
        keeping.keep_in_force(current_user, version, form.decided_by.data, form.reason.data, form.until.data, today())
    except Invalid as error:
        db.session.rollback()
        show_errors(form, error)
        return False
    db.session.commit()
    return True
