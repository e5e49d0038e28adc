"""What surrounds every request: its id, its unit of work, its headers, its line in the log."""

import json
import logging
import re
import sys
import time

from flask import Flask, abort, current_app, g, request

from core import context, db
from core.bodies import SAFE
from core.config import VERSION
from core.failpoints import reached
from core.headers import FILE_HEADERS, HEADERS, SCRIPT_HEADERS
from core.ids import new_id
from core.wellformed import refuse_unaskable_address

UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029]")  # what a terminal would obey, or take for the end of a line


class JsonLines(logging.Formatter):
    """One JSON object a line; line breaks inside values are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "version": VERSION,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": context.origin().request_id,
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(line, ensure_ascii=False))


def init_app(app: Flask) -> None:
    """Bind what happens before and after each request."""
    _set_up_log(app)
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)


def _set_up_log(app: Flask) -> None:
    logger = logging.getLogger("tiaocha")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.propagate = False
    logger.setLevel(logging.WARNING if app.testing else logging.INFO)


def _begin() -> None:
    g.started = time.perf_counter()
    given = request.headers.get("X-Request-Id", "")
    request_id = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else new_id()
    device = (request.user_agent.string or "-")[:200].replace("\0", "")
    g.origin_token = context.set_origin(context.Origin(request_id, request.remote_addr or "-", device))
    refuse_unaskable_address()
    if request.method not in SAFE:
        _refuse_foreign_pages()


def _refuse_foreign_pages() -> None:
    """A browser says where a request comes from; another site's page may change nothing here."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    sender = request.headers.get("Origin")
    if sender and sender != "null" and sender != request.host_url.rstrip("/"):
        abort(403)


def _finish(response):
    is_file = request.endpoint == "static" and response.status_code in (200, 304)
    for name, value in (_of_a_file() if is_file else HEADERS).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    if request.method not in SAFE:
        reached("response.before")
    if not is_file:
        response.headers["X-Request-Id"] = context.origin().request_id
    if not getattr(current_app.view_functions.get(request.endpoint), "unlogged", False):
        told = {"facts": _facts(response)}
        logging.getLogger("tiaocha.requests").info("%s %s", request.method, request.path, extra=told)
    return response


def _of_a_file() -> dict:
    return SCRIPT_HEADERS if request.path.endswith(".js") else FILE_HEADERS


def _facts(response) -> dict:
    spent = time.perf_counter() - g.get("started", time.perf_counter())
    return {"status": response.status_code, "milliseconds": int(spent * 1000), "address": request.remote_addr}


def _end(error) -> None:
    db.db.session.rollback()  # what was not committed by now is not meant to be
    if token := g.pop("writing_token", None):
        db.end_writing(token)
    if token := g.pop("origin_token", None):
        context.reset_origin(token)
