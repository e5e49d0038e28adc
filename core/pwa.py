"""The installable app: manifest, service worker, and the list of all that the worker keeps on the phone."""

import functools
import hashlib
import json
import os
import re
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from jinja2 import meta

from core import catalogues, static_files
from core.compression import compressed

bp = Blueprint("pwa", __name__)

STATIC = re.compile(r"""url_for\(\s*['"]static['"]\s*,\s*filename\s*=\s*['"]([^'"]+)['"]""")
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']|new URL\(\s*["'](\.{1,2}/[^"']+)["']""")

OWN_ADDRESS = "Tiaocha-Page"  # a page that the phone keeps names itself; a portal's page in its place cannot

_pages: dict[str, str | None] = {}


def works_offline(template: str, endpoint: str | None = None) -> None:
    """Say that a page of this template opens without a network; with an endpoint the worker itself fetches it."""
    _pages[template] = endpoint


def page_to_keep(html: str, cache_control: str = "no-cache") -> Response:
    """The answer with a page that holds no user: it names its own address; the same is not sent twice."""
    response = current_app.make_response(html)
    response.headers["Cache-Control"] = cache_control
    response.headers["Vary"] = "Cookie, Accept-Language"
    response.headers[OWN_ADDRESS] = request.path
    response.add_etag()  # of the page itself: rules, words and calendar change with the product
    return compressed(response.make_conditional(request), request, same_for_all=True)


def templates_of(app: Flask, first: str) -> set[str]:
    """The template and all that it extends, imports and includes."""
    found, waiting = set(), [first]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += [each for each in meta.find_referenced_templates(_parsed(app, name)) if each]
    return found


def _source(app: Flask, name: str) -> str:
    return app.jinja_env.loader.get_source(app.jinja_env, name)[0]


def _parsed(app: Flask, name: str):
    return app.jinja_env.parse(_source(app, name))


def reachable(folder: Path, entries: set[str]) -> set[str]:
    """The scripts that a browser loads for these, found by walking their import statements."""
    found, waiting = set(), [name for name in entries if name.endswith(".js")]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += _imported(folder, name)
    return found


def _imported(folder: Path, name: str) -> list[str]:
    pairs = IMPORT.findall((folder / name).read_text())
    return [os.path.normpath(os.path.join(os.path.dirname(name), first or second)) for first, second in pairs]


def files_offline(app: Flask) -> list[str]:
    """Every static file that a page without a network needs."""
    named = {file for template in _all_templates(app) for file in STATIC.findall(_source(app, template))}
    return sorted(named | reachable(Path(app.static_folder), named))


@functools.lru_cache(maxsize=4)
def _all_templates(app: Flask) -> list[str]:
    return sorted({name for page in _pages for name in templates_of(app, page)})


def pages() -> list[str]:
    """The addresses that the worker fetches when it is installed."""
    return [url_for(endpoint) for endpoint in _pages.values() if endpoint in current_app.view_functions]


def kept(app: Flask, files: list[str]) -> dict[str, str]:
    """Address → fingerprint of what the worker keeps under it; a page is made anew each time and has none."""
    hashes = {f"{app.static_url_path}/{name}": _named(app, name) for name in files}
    return {**dict.fromkeys(pages(), ""), **hashes}


def _named(app: Flask, name: str) -> str:
    return static_files.fingerprint(static_files.content(Path(app.static_folder) / name))


def version(app: Flask, files: list[str]) -> str:
    """One name for all that is kept: the bytes of the files, the text of the pages and their language."""
    digest = hashlib.sha256(f"{get_locale()}\n".encode())
    digest.update((Path(app.static_folder) / "sw.js").read_bytes())
    for name in files:
        digest.update(f"{name} {_named(app, name)}".encode())
    for name in _all_templates(app):
        digest.update(name.encode() + hashlib.sha256(_source(app, name).encode()).digest())
    for file in sorted(catalogues.WRITTEN.rglob("*.po")):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


@bp.get("/sw.js")
def worker():
    app = current_app._get_current_object()
    files = files_offline(app)
    head = f"const VERSION = {json.dumps(version(app, files))};\nconst KEPT = {json.dumps(kept(app, files))};\n"
    response = app.response_class(
        head.encode() + static_files.content(Path(app.static_folder) / "sw.js"), mimetype="text/javascript"
    )
    response.headers["Cache-Control"] = f"private, max-age={app.config['UPDATE_SECONDS']}"
    response.headers["Vary"] = "Cookie, Accept-Language"
    response.headers["Service-Worker-Allowed"] = "/"
    return compressed(response, request, same_for_all=True)


@bp.get("/manifest.webmanifest")
def manifest():
    response = jsonify(
        id="/phone",
        name=_("条查"),
        short_name=_("条查"),
        description=_("按条检查，逐条有据"),
        lang="en" if str(get_locale()) == "en" else "zh-CN",
        start_url="/phone",
        scope="/",
        display="standalone",
        background_color="#f6f5f1",
        theme_color="#1d4b63",
        icons=[
            _icon("icons/tiaocha-192.png", "192x192", "any"),
            _icon("icons/tiaocha-512.png", "512x512", "any"),
            _icon("icons/tiaocha-maskable-512.png", "512x512", "maskable"),
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icon(name: str, sizes: str, purpose: str) -> dict:
    return {"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png", "purpose": purpose}


def init_app(app: Flask) -> None:
    """Bind the manifest and the worker."""
    app.register_blueprint(bp)
