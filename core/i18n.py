"""Sentences in the reader's language, and the way days and hours are written in it."""

import re
from datetime import date, datetime

from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from core.clock import local
from core.errors import DomainError, Sentence, has_sentences

HAN, WIDE = "\u3400-\u9fff", "\u3000-\u303f\uff01-\uff60"
CHINESE = re.compile(f"[{HAN}][{HAN}{WIDE}]*|[{WIDE}]+")
REORDERS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # they turn the direction of writing


def translate(message: str, **params) -> str:
    """A marked sentence in the reader's language; parameters are written in braces. No sentence stays none."""
    if isinstance(message, Sentence):
        message, params = message.message, message.params
    sentence = gettext(message) if message else ""  # gettext gives the catalogue's header for nothing
    return sentence.format(**{name: _said(value) for name, value in params.items()}) if params else sentence


def _said(value):
    """What fills a sentence, in the reader's language as well."""
    if isinstance(value, tuple):
        between = gettext("；") if has_sentences(value) else gettext("、")
        return between.join(str(_said(each)) for each in value)
    return local_date(value) if isinstance(value, date) and not isinstance(value, datetime) else spoken(value)


def translate_error(error: DomainError) -> str:
    """The sentence of an error in the reader's language."""
    return translate(error.message, **error.params)


def spoken(words: str) -> str:
    """A sentence in the reader's language; what people wrote stays as it is, also where it reads like one of ours."""
    return translate(words) if isinstance(words, Sentence) else words


def inert(words: str) -> str:
    """Words of the record in which what would turn the order of letters around is a mark that can be seen."""
    return REORDERS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", words)


def quoted(value) -> Markup | str:
    """Words of the record on a page: what is Chinese in them is marked where the page is not."""
    written = inert(str(escape(value)))
    if not CHINESE.search(written) or str(get_locale()).startswith("zh") or "<" in written:
        return Markup(written)
    return Markup(CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', written))


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
