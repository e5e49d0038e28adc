"""What surrounds every request: its id, its unit of work, its headers, its line in the log."""

import json
import logging
import re
import sys
import time

from flask import Flask, abort, current_app, g, request

from core import context, db
from core.failpoints import reached
from core.ids import new_id

SAFE = {"GET", "HEAD", "OPTIONS"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A file of static/ is no page: it asks for nothing, opens nothing, and the phone fetches some fifty of them at once.
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    **{name: HEADERS[name] for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy")},
}


class JsonLines(logging.Formatter):
    """One JSON object a line; line breaks inside values are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": context.origin().request_id,
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


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
    device = (request.user_agent.string or "-")[:200]
    g.origin_token = context.set_origin(context.Origin(request_id, request.remote_addr or "-", device))
    if request.method not in SAFE:
        _refuse_foreign_pages()
        _allow_large_bodies()
        _receive_before_locking()
        g.writing_token = db.begin_writing()


def _refuse_foreign_pages() -> None:
    """A browser says where a request comes from; another site's page may change nothing here."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    sender = request.headers.get("Origin")
    if sender and sender != "null" and sender != request.host_url.rstrip("/"):
        abort(403)


def _allow_large_bodies() -> None:
    """A view that takes more than is usual says so in `largest_body`."""
    largest = getattr(current_app.view_functions.get(request.endpoint), "largest_body", None)
    if largest:
        request.max_content_length = largest


def _receive_before_locking() -> None:
    """A slow upload must not hold the write lock: the body is here before the first statement."""
    _ = request.form if request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded") else None
    request.get_data(cache=True, parse_form_data=False)


def _finish(response):
    is_file = request.endpoint == "static" and response.status_code in (200, 304)
    for name, value in (FILE_HEADERS if is_file else HEADERS).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    if request.method not in SAFE:
        reached("response.before")
    if not is_file:
        response.headers["X-Request-Id"] = context.origin().request_id
    logging.getLogger("tiaocha.requests").info("%s %s", request.method, request.path, extra={"facts": _facts(response)})
    return response


def _facts(response) -> dict:
    spent = time.perf_counter() - g.get("started", time.perf_counter())
    return {"status": response.status_code, "milliseconds": int(spent * 1000), "address": request.remote_addr}


def _end(error) -> None:
    db.db.session.rollback()  # what was not committed by now is not meant to be
    if token := g.pop("writing_token", None):
        db.end_writing(token)
    if token := g.pop("origin_token", None):
        context.reset_origin(token)
