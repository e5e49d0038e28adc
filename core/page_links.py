"""Which page of a list a request asks for, and the addresses of the pages beside it."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, request, url_for

from core.ids import is_id
from core.paging import Asked, Mark, Page


def an_id(word: str) -> Mark | None:
    """The mark of rows that are known by their id; what is none of our identifiers is no mark."""
    return word if is_id(word) else None


def asked(name: str = "", mark: Callable[[str], Mark | None] = an_id) -> Asked:
    """What the request asks for; `mark` reads what the rows of the list are known by."""
    after, before = (mark(request.args.get(key, "")) for key in _keys(name))
    return Asked(name, after, before)


def _keys(name: str) -> tuple[str, str]:
    start = f"{name}-" if name else ""
    return f"{start}after", f"{start}before"


def page_address(page: Page, after: Mark | None = None, before: Mark | None = None) -> str:
    """The present address, with this list on another page and everything else as it is."""
    own = _keys(page.name)
    kept: list[tuple[str, Mark]] = [(key, value) for key, value in request.args.items(multi=True) if key not in own]
    kept += [(key, mark) for key, mark in zip(own, (after, before), strict=True) if mark]
    return f"{url_for(request.endpoint, **request.view_args)}?{urlencode(kept)}"


def init_app(app: Flask) -> None:
    """The addresses for the templates."""
    app.jinja_env.globals["page_address"] = page_address
