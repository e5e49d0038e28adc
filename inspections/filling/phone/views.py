"""The phone's own pages: the same for everybody, without user or answers; script fills them from the phone's store."""

from flask import Blueprint, render_template

from core import pwa
from inspections.filling.preview import national_calendar
from inspections.filling.script_words import judging_words, page_words
from inspections.filling.shapes import carried

bp = Blueprint("phone", __name__, url_prefix="/phone")
blueprints = [bp]

pwa.works_offline("inspections/filling/form.html")
for _name in ("index", "outbox", "receipts", "ready", "result"):
    pwa.works_offline(f"inspections/phone/{_name}.html", f"phone.{_name}")


@bp.get("")
def index():
    return _page("index")


@bp.get("/outbox")
def outbox():
    return _page("outbox")


@bp.get("/receipts")
def receipts():
    return _page("receipts")


@bp.get("/ready")
def ready():
    return _page("ready")


@bp.get("/result")
def result():
    return _page("result", judging_words("result"), judging=carried({"calendar": national_calendar()}))


def _page(name: str, words: dict | None = None, **data):
    """Without session or token: it may be kept on a phone that several people use."""
    nobody = {"anonymous": True, "theme": "auto", "size": "normal", "navigation": []}
    told = {"words": carried(words or page_words(name)), **data}
    return pwa.page_to_keep(render_template(f"inspections/phone/{name}.html", **nobody, **told))
