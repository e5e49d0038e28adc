"""What a reader chooses for this browser: theme, size of letters and language, kept in cookies."""

from flask import Blueprint, Flask, current_app, redirect, request

from core.languages import LANGUAGES

THEMES = ("auto", "light", "dark", "sunlight")
SIZES = ("normal", "large")

bp = Blueprint("preferences", __name__)


def safe_target(target: str | None) -> str:
    """The address to go back to: a path of ours, or the start page."""
    target = target or "/"
    ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if ours and not any(ord(letter) < 32 for letter in target) else "/"


@bp.post("/preferences")
def choose():
    response = redirect(safe_target(request.form.get("next")))
    for name, allowed in (("theme", THEMES), ("size", SIZES), ("language", LANGUAGES)):
        if request.form.get(name) in allowed:
            response.set_cookie(
                name,
                request.form[name],
                max_age=365 * 86400,
                secure=current_app.config["SESSION_COOKIE_SECURE"],
                httponly=False,  # pages from the phone's cache find them by script
                samesite="Lax",
            )
    return response


def init_app(app: Flask) -> None:
    """Give every page its theme and the address of itself."""
    app.register_blueprint(bp)

    @app.context_processor
    def _chosen():
        return {
            "theme": _chosen_of("theme", THEMES),
            "size": _chosen_of("size", SIZES),
            "here": request.full_path.rstrip("?"),
        }


def _chosen_of(name: str, allowed: tuple[str, ...]) -> str:
    given = request.cookies.get(name)
    return given if given in allowed else allowed[0]
