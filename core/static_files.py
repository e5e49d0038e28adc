"""The files of static/ on the wire: named by what they hold, compressed once, kept by the browser for good."""

import functools
import hashlib
import re
from pathlib import Path

from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

from core.compression import compressed

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
}
# Comments that begin a line or follow a statement, and the space before a line. Line breaks stay: what a browser says
# of an error still names the line of the file. No script has a text that runs over several lines; a test sees to it.
COMMENTS = re.compile(
    r"""^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*$)|(?<=[;{},(])[ \t]+//[^"'`\n]*$|^[ \t]+""", re.M | re.S
)
FOR_GOOD = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Serve the folder in Flask's place, and put a file's fingerprint into every address of it."""
    folder = Path(app.static_folder)
    app.view_functions["static"] = lambda filename: _send(folder, filename)

    @app.url_defaults
    def _name_by_content(endpoint, values):
        if endpoint == "static" and "filename" in values:
            values["v"] = fingerprint(content(folder / values["filename"]))


def content(path: Path) -> bytes:
    """What a browser receives of a file, before compression."""
    return _without_comments(path.read_text("utf-8")).encode() if path.suffix == ".js" else path.read_bytes()


@functools.lru_cache(maxsize=512)
def _without_comments(script: str) -> str:
    return COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), script)


def fingerprint(data: bytes) -> str:
    """A short name of these bytes."""
    return hashlib.sha256(data).hexdigest()[:12]


def _send(folder: Path, filename: str) -> Response:
    path = safe_join(str(folder), filename)
    kind = KINDS.get(Path(filename).suffix)
    if path is None or kind is None or not Path(path).is_file():
        abort(404)
    data = content(Path(path))
    name = fingerprint(data)
    response = Response(data, content_type=kind)
    response.headers["Cache-Control"] = FOR_GOOD if request.args.get("v") == name else "no-cache"
    response.set_etag(name, weak=True)
    response.make_conditional(request)
    return response if kind == KINDS[".png"] else compressed(response, request, same_for_all=True)
