"""What comes after the head of a request: judged by size, received whole, and only then is anything locked.

The HTTP server asks `allowed_body` when a head is here, before it receives anything of the body: large bodies are for
people who signed in. The application judges again, for it knows who the caller is and whether the session has ended.
"""

from collections.abc import Mapping

from flask import Flask, current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from core import db
from core.config import MEGABYTE
from core.wellformed import refuse_nul

SAFE = {"GET", "HEAD", "OPTIONS"}
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
LARGEST_FORM = MEGABYTE  # without files; taking such a form apart costs the most per byte
SMALL = 64 * 1024  # for strangers, and where no body is expected: a name and a password


def init_app(app: Flask) -> None:
    """Bind it; whoever judges the caller by the head alone must have been bound before."""
    app.before_request(_receive)


def _receive() -> None:
    if request.method in SAFE or request.routing_exception is not None:
        return
    db.db.session.rollback()  # a slow upload must not hold the look at the caller open
    request.max_content_length = _largest()
    _take()
    g.writing_token = db.begin_writing()  # a slow upload must not hold the write lock either


def _largest() -> int:
    return _largest_of(current_app, request.endpoint, request.mimetype)


def _largest_of(app: Flask, endpoint: str, kind: str) -> int:
    """A view that takes more, or less, than is usual says so in `largest_body`."""
    usual = LARGEST_FORM if kind == URLENCODED else app.config["MAX_CONTENT_LENGTH"]
    return getattr(app.view_functions[endpoint], "largest_body", usual)


def allowed_body(app: Flask, method: str, path: str, headers: Mapping[str, str]) -> int:
    """How many bytes may follow that head; asks no database. Path and headers are as WSGI has them."""
    head = Request({"HTTP_COOKIE": headers.get("COOKIE", ""), "CONTENT_TYPE": headers.get("CONTENT_TYPE", "")})
    endpoint = _endpoint(app, method, path)
    if endpoint is None or method in SAFE:
        return SMALL
    largest = _largest_of(app, endpoint, head.mimetype)
    return largest if _has_signed_in(app, head) else min(largest, SMALL)


def _endpoint(app: Flask, method: str, path: str) -> str | None:
    plain = "/" + path.encode("latin-1").decode(errors="replace").lstrip("/")
    try:
        return app.url_map.bind("").match(plain, method)[0]
    except HTTPException:
        return None


def _has_signed_in(app: Flask, head: Request) -> bool:
    """Whether the session cookie is one that we gave somebody who signed in, though it may have been ended since."""
    session = app.session_interface.open_session(app, head)
    return session is not None and "_user_id" in session


def _take() -> None:
    if request.mimetype in (URLENCODED, MULTIPART):
        refuse_nul(request.form.items(multi=True))
    request.get_data(cache=True, parse_form_data=False)
