"""The application: settings, extensions, blueprints, commands. The only file that knows every package."""

import importlib

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from accounts import checkpoints, navigation, permissions, refusals
from accounts.admin import pages
from core import bodies, commands, config, error_pages, languages, page_links, preferences, pwa, requests, static_files
from core.blobs import BlobStore
from core.db import db
from core.extensions import csrf, migrate
from core.pieces import Pieces
from inspections.filling.sync.keys import ReceiptKey
from installation.preparing import prepare

# Every room with pages, an API or commands; what it has is found by its usual names.
ROOMS = (
    "accounts",
    "accounts.admin",
    "checklists.standards",
    "checklists.authoring",
    "checklists.library",
    "inspections.planning",
    "inspections.visits",
    "inspections.filling",
    "inspections.filling.phone",
    "inspections.filling.sync",
    "inspections.review",
    "inspections.review.desk",
    "inspections.review.rescued",
    "inspections.findings",
    "core",
)


class UlidConverter(BaseConverter):
    """An identifier in an address; anything else is no address of ours."""

    regex = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"


class DigestConverter(BaseConverter):
    """A SHA-256 in an address."""

    regex = r"[0-9a-f]{64}"


def create_app(test_settings: dict | None = None) -> Flask:
    """The application for one installation; tests hand in what differs, INSTANCE_PATH among it."""
    given = dict(test_settings or {})
    instance = config.Path(given.pop("INSTANCE_PATH", None) or config.instance_path())
    app = Flask(__name__, instance_path=str(instance))
    app.config.from_mapping(config.settings(instance))
    app.config.update(given)
    app.url_map.converters |= {"ulid": UlidConverter, "digest": DigestConverter}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _bind_extensions(app)
    _register_rooms(app)
    pages.init_app(app)
    commands.dress(app.cli)
    app.jinja_env.globals["product_version"] = config.VERSION
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    app.cli.commands["db"].hidden = True  # for developers: it migrates without a copy
    languages.init_app(app)
    page_links.init_app(app)
    requests.init_app(app)
    permissions.init_app(app)
    bodies.init_app(app)
    csrf.init_app(app)
    permissions.judge_again(app)
    checkpoints.init_app(app)
    refusals.init_app(app)
    navigation.init_app(app)
    error_pages.init_app(app)
    preferences.init_app(app)
    pwa.init_app(app)
    app.extensions["evidence"] = BlobStore(config.Path(app.instance_path) / "evidence")
    app.extensions["pieces"] = Pieces(config.Path(app.instance_path) / "pieces")
    app.extensions["receipt_key"] = ReceiptKey(config.Path(app.instance_path) / "receipt_key.pem")
    app.extensions["prepare"] = prepare
    app.extensions["sources"] = BlobStore(config.Path(app.instance_path) / "sources")
    static_files.init_app(app)
    app.session_interface = _Sessions()
    if app.config.get("PROXY"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)


class _Sessions(SecureCookieSessionInterface):
    """A static file is the same for everybody; one that varied by cookie would be fetched again after each sign-in.

    While nobody is signed in the API leaves the cookie alone: an answer that is late would put an older session
    over the one that a sign-in on another page has begun.
    """

    def save_session(self, app, session, response):
        if request.endpoint == "static" or (request.path.startswith("/api/") and not current_user.is_authenticated):
            return
        super().save_session(app, session, response)


def _register_rooms(app: Flask) -> None:
    for room in ROOMS:
        for part in ("models", "queries", "steps", "verifying", "naming", "views", "api", "cli"):
            module = _module(f"{room}.{part}")
            for blueprint in getattr(module, "blueprints", ()):
                app.register_blueprint(blueprint)
            for group in getattr(module, "commands", ()):
                app.cli.add_command(commands.ours(group))


def _module(name: str):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if name.startswith(missing.name):  # the room has no such part
            return None
        raise


for _room in ROOMS:
    _module(f"{_room}.checks")  # what the doctor looks at there registers itself
