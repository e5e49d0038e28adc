"""What the administrator has set for the whole installation, in the database and on the audit trail."""

from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account, Setting
from core.db import db


def is_on(name: str) -> bool:
    """Whether that switch was turned on; nobody ever touched it means off."""
    return db.session.scalar(select(Setting.value).where(Setting.name == name)) == "on"


def switch(actor: Account, name: str, on: bool) -> None:
    """Turn it on or off; nothing is done, and nothing recorded, where it stands so already."""
    if is_on(name) == on:
        return
    row = db.session.scalar(select(Setting).where(Setting.name == name)) or Setting(name=name)
    record(actor, "setting.change", row, {name: not on}, {name: on})
    row.value = "on" if on else "off"
    db.session.add(row)
    db.session.flush()
