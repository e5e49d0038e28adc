"""Which page of a list a request asks for, and the addresses of the pages beside it."""

from urllib.parse import urlencode

from flask import Flask, request, url_for

from core.ids import is_id
from core.paging import Asked, Page


def asked(name: str = "") -> Asked:
    """What the request asks for; a mark that is none of our identifiers is none."""
    after, before = (request.args.get(key, "") for key in _keys(name))
    return Asked(name, after if is_id(after) else None, before if is_id(before) else None)


def _keys(name: str) -> tuple[str, str]:
    start = f"{name}-" if name else ""
    return f"{start}after", f"{start}before"


def page_address(page: Page, after: str | None = None, before: str | None = None) -> str:
    """The present address, with this list on another page and everything else as it is."""
    own = _keys(page.name)
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in own]
    kept += [(key, mark) for key, mark in zip(own, (after, before), strict=True) if mark]
    return f"{url_for(request.endpoint, **request.view_args)}?{urlencode(kept)}"


def init_app(app: Flask) -> None:
    """The addresses for the templates."""
    app.jinja_env.globals["page_address"] = page_address
