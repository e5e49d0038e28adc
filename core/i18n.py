"""Language and the way days, hours and fractions are written on a page."""

from datetime import date, datetime
from fractions import Fraction

from flask import Flask, request
from flask_babel import get_locale, gettext
from flask_login import current_user

from core.clock import local
from core.errors import DomainError, Sentence
from core.extensions import babel
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


def translate(message: str, **params) -> str:
    """A marked sentence in the reader's language; parameters are written in braces. No sentence stays none."""
    if isinstance(message, Sentence):
        message, params = message.message, message.params
    sentence = gettext(message) if message else ""  # gettext gives the catalogue's header for nothing
    return sentence.format(**params) if params else sentence


def translate_error(error: DomainError) -> str:
    """The sentence of an error in the reader's language."""
    return translate(error.message, **error.params)


def local_datetime(moment: datetime | None) -> str:
    """2026-11-18 09:42 in Shanghai."""
    return local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def local_date(day: date | datetime | None) -> str:
    """2026年11月18日, or 18 November 2026."""
    if day is None:
        return ""
    day = local(day).date() if isinstance(day, datetime) else day
    if str(get_locale()).startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


def init_app(app: Flask) -> None:
    """Bind the languages and the filters of the templates."""
    babel.init_app(app, locale_selector=pick_language)
    app.jinja_env.filters.update(
        local_datetime=local_datetime,
        local_date=local_date,
        fraction=lambda value: "" if value is None else show_fraction(Fraction(value)),
        translated=translate,
    )
    app.jinja_env.globals.update(languages=LANGUAGES, get_locale=get_locale)
