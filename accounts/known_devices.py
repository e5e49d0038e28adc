"""A browser in which somebody signed in before: a signed cookie names the accounts. It opens nothing by itself."""

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from accounts.logins import Device

KNOWN_FOR = timedelta(days=90)
MOST_ACCOUNTS = 10  # a computer that an office shares


def present() -> Device | None:
    """The one that asks now, if anybody signed in there and its cookie is ours."""
    try:
        key, *accounts = _serializer().loads(request.cookies.get(_name(), ""), max_age=KNOWN_FOR.total_seconds())
    except BadData:
        return None
    return Device(key, tuple(accounts))


def remember(response: Response, account_id: str) -> Response:
    """With the cookie by which the browser will be known to that account."""
    device = present() or Device(secrets.token_urlsafe(16))
    others = [each for each in device.accounts if each != account_id]
    response.set_cookie(
        _name(),
        _serializer().dumps([device.key, account_id, *others][: MOST_ACCOUNTS + 1]),
        max_age=KNOWN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _name() -> str:
    """Bound to https by its beginning where the session's cookie is."""
    return current_app.config["SESSION_COOKIE_NAME"] + "_known"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="known device")
