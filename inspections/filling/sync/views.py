"""The page of a receipt: what the server holds of a draft, for the inspector who sent it and his supervisors."""

import segno
from flask import Blueprint, render_template
from flask_login import current_user
from markupsafe import Markup

from accounts import scope
from inspections.filling.sync import receipts
from inspections.filling.sync.models import Receipt

bp = Blueprint("receipts", __name__)
blueprints = [bp]


@bp.get("/receipts/<ulid:receipt_id>")
def show(receipt_id):
    receipt = scope.get(current_user, Receipt, receipt_id)
    words = receipts.code(receipt.body)
    qr = Markup(segno.make(words, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff"))
    return render_template("inspections/filling/sync/receipt.html", receipt=receipt, facts_of=receipt.body, qr=qr)
