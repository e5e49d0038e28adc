"""Which language a reader has, and what templates write in it."""

from fractions import Fraction

from flask import Flask, request
from flask_babel import get_locale
from flask_login import current_user

from core import catalogues
from core.extensions import babel
from core.i18n import local_date, local_datetime, quoted, spoken, translate
from core.numbers import show_fraction

LANGUAGES = {"zh_Hans_CN": "中文", "en": "English"}


def pick_language() -> str:
    """The cookie's language, else the account's, else what the browser prefers; any zh is ours."""
    if request.cookies.get("language") in LANGUAGES:
        return request.cookies["language"]
    chosen = getattr(current_user, "language", None)
    if chosen in LANGUAGES:
        return chosen
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "en"], default="zh")
    return "en" if best == "en" else "zh_Hans_CN"


def init_app(app: Flask) -> None:
    """Bind the languages and the filters of the templates."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogues.folder())
    babel.init_app(app, locale_selector=pick_language)
    app.jinja_env.filters.update(
        local_datetime=local_datetime,
        local_date=local_date,
        fraction=lambda value: "" if value is None else show_fraction(Fraction(value)),
        translated=translate,
        quoted=quoted,
        spoken=spoken,
    )
    app.jinja_env.globals.update(languages=LANGUAGES, get_locale=get_locale)
