"""The one word that a proxy asks for: whether this server can work at all. No data, no session, no line in the log."""

import shutil

from flask import Blueprint, Response, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.db import db
from core.errors import DomainError

bp = Blueprint("health", __name__)
blueprints = (bp,)
LEAST_FREE = 16 * 1024**2  # below it nobody can sign in, since that is written down


@bp.get("/healthz")
def healthz() -> Response:
    """200 when the database answers with our schema in it and there is room to write, else 503."""
    try:
        with db.engine.connect() as connection:
            known = connection.execute(text("SELECT version_num FROM alembic_version")).first() is not None
        sound = known and shutil.disk_usage(current_app.instance_path).free >= LEAST_FREE
    except (SQLAlchemyError, DomainError, OSError):
        sound = False
    return Response("ok\n" if sound else "unavailable\n", 200 if sound else 503, mimetype="text/plain")


healthz.unlogged = True
