"""What the phone asks when it is online: whether anything was imported in the inspector's name."""

from flask import Blueprint, jsonify
from flask_login import current_user

from inspections.review.rescued import queries

bp = Blueprint("rescued_api", __name__, url_prefix="/api")
blueprints = [bp]


@bp.get("/imported")
def count():
    return jsonify({"waiting": queries.count_waiting(current_user)})
