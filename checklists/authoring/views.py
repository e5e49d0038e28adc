"""Pages of checklists."""

from flask import Blueprint, render_template
from flask_login import current_user

from accounts import scope
from checklists.authoring import queries
from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.models import ChecklistVersion
from core.page_links import asked

bp = Blueprint("checklists", __name__, url_prefix="/checklists")
blueprints = [bp]


@bp.get("")
def index():
    return render_template("checklists/authoring/index.html", versions=queries.page_versions(current_user, asked()))


@bp.get("/<ulid:version_id>")
def show(version_id):
    scope.get(current_user, ChecklistVersion, version_id)
    version = queries.get_form(version_id)
    return render_template("checklists/authoring/show.html", version=version, kinds=KINDS)
