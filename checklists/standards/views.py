"""Pages of stored documents."""

from flask import Blueprint, render_template
from flask_login import current_user

from accounts import scope
from checklists.standards import queries
from checklists.standards.models import DocumentVersion

bp = Blueprint("documents", __name__, url_prefix="/documents")
blueprints = [bp]


@bp.get("")
def index():
    return render_template("checklists/standards/index.html", documents=queries.list_documents(current_user))


@bp.get("/<ulid:version_id>")
def show(version_id):
    version = scope.get(current_user, DocumentVersion, version_id)
    return render_template("checklists/standards/show.html", version=version, clauses=queries.list_clauses(version))
