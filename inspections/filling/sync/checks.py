"""What the doctor looks at in what phones sent: receipts need the key that signed them."""

from flask import Flask
from sqlalchemy import select

from core.db import db
from core.doctor import check
from core.errors import N_, Sentence
from inspections.filling.sync.models import Receipt


@check(N_("回执"), in_tables=True)
def key_of_receipts(app: Flask) -> Sentence | None:
    """Phones that hold receipts believe the key that is in the instance folder, and no new one."""
    key = app.extensions["receipt_key"].file
    if key.exists() or db.session.scalar(select(Receipt.id).limit(1)) is None:
        return None
    return Sentence(N_("已签发过回执，但回执密钥 {path} 不在，手机将停止发送。请先从备份中取回该文件。"), path=key)
