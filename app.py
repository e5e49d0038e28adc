"""The application: settings, extensions, blueprints, commands. The only file that knows every package."""

import functools
import hashlib
import importlib
import os

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from accounts import navigation, permissions
from core import config, error_pages, i18n, preferences, pwa, requests
from core.blobs import BlobStore
from core.db import db
from core.extensions import compress, csrf, migrate
from core.pieces import Pieces
from inspections.filling.sync.keys import ReceiptKey
from inspections.planning.preparing import prepare

# Every room with pages, an API or commands; what it has is found by its usual names.
ROOMS = (
    "accounts",
    "accounts.admin",
    "checklists.standards",
    "checklists.authoring",
    "checklists.library",
    "inspections.planning",
    "inspections.filling",
    "inspections.filling.phone",
    "inspections.filling.sync",
    "inspections.review",
    "inspections.review.desk",
    "inspections.findings",
    "core",
)


class UlidConverter(BaseConverter):
    """An identifier in an address; anything else is no address of ours."""

    regex = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"


def create_app(test_settings: dict | None = None) -> Flask:
    """The application for one installation; tests hand in what differs, INSTANCE_PATH among it."""
    given = dict(test_settings or {})
    instance = config.Path(given.pop("INSTANCE_PATH", None) or config.instance_path())
    app = Flask(__name__, instance_path=str(instance))
    app.config.from_mapping(config.settings(instance))
    app.config.update(given)
    app.url_map.converters["ulid"] = UlidConverter
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _bind_extensions(app)
    _register_rooms(app)
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    i18n.init_app(app)
    requests.init_app(app)
    csrf.init_app(app)
    permissions.init_app(app)
    navigation.init_app(app)
    error_pages.init_app(app)
    preferences.init_app(app)
    pwa.init_app(app)
    app.extensions["evidence"] = BlobStore(config.Path(app.instance_path) / "evidence")
    app.extensions["pieces"] = Pieces(config.Path(app.instance_path) / "pieces")
    app.extensions["receipt_key"] = ReceiptKey(config.Path(app.instance_path) / "receipt_key.pem")
    app.extensions["prepare"] = prepare
    app.extensions["sources"] = BlobStore(config.Path(app.instance_path) / "sources")
    _serve_static(app)
    if app.config.get("PROXY"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)


def _serve_static(app: Flask) -> None:
    """Stylesheet and scripts are compressed, and named by what they hold, so that a browser fetches each once."""
    app.config.setdefault("COMPRESS_MIMETYPES", ["text/css", "text/javascript", "image/svg+xml"])
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "gzip"])
    compress.init_app(app)

    @app.url_defaults
    def _name_by_content(endpoint, values):
        if endpoint == "static" and "filename" in values:
            values["v"] = _fingerprint(os.path.join(app.static_folder, values["filename"]))

    @app.after_request
    def _keep(response):
        if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@functools.cache
def _fingerprint(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:12]


def _register_rooms(app: Flask) -> None:
    for room in ROOMS:
        for part in ("models", "queries", "views", "api", "cli"):
            module = _module(f"{room}.{part}")
            for blueprint in getattr(module, "blueprints", ()):
                app.register_blueprint(blueprint)
            for group in getattr(module, "commands", ()):
                app.cli.add_command(group)


def _module(name: str):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if name.startswith(missing.name):  # the room has no such part
            return None
        raise
