"""Pages as objects of the trail: who is refused is refused a page, known by its endpoint and the id in its address."""

import re

from flask import Flask

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# What an address names otherwise than by the kind of the object.
KINDS = {"request": "password_reset", "version": "checklist_version", "draft": "phone_draft"}
OF_ROOMS = {("documents", "version"): "document_version"}

_rules: dict[str, str] = {}


def init_app(app: Flask) -> None:
    """Learn the addresses of a product that has all its rooms."""
    _rules.update((rule.endpoint, rule.rule) for rule in app.url_map.iter_rules())


def kind_shown(endpoint: str) -> str:
    """The kind of object whose id stands first in the address of that page; of other pages, the page itself."""
    found = ARGUMENT.search(_rules.get(endpoint, ""))
    if not found or not found[1].endswith("_id"):
        return endpoint
    name = found[1].removesuffix("_id")
    return OF_ROOMS.get((endpoint.partition(".")[0], name)) or KINDS.get(name, name)


def address(endpoint: str, row_id: str) -> str:
    """The address of the page, for an object that nothing is known of; nothing where the page is no more."""
    first = ARGUMENT.sub(lambda found: row_id, _rules.get(endpoint, ""), count=1)
    return ARGUMENT.sub("…", first)
