"""The one rule about an inspector's certificate: whether it lets him inspect on a day, and why not. No database."""

from datetime import date

from sqlalchemy import ColumnElement, and_

from accounts.models import Account
from core.errors import N_, Sentence

NO_NUMBER, NO_DAY = N_("未登记执法证号"), N_("执法证未登记有效期")


def gap(account: Account, day: date) -> Sentence | None:
    """Why the inspector cannot be given a visit on the day; None where the certificate is in force."""
    if not account.certificate:
        return Sentence(NO_NUMBER if account.certified_until else N_("未登记执法证"))
    if account.certified_until is None:
        return Sentence(NO_DAY)
    if account.certified_until < day:
        return Sentence(N_("执法证有效期至{until}"), until=account.certified_until)
    return None


def in_force(day: date) -> ColumnElement[bool]:
    """The same for statements: that the certificate is in force on the day."""
    return and_(Account.certificate.is_not(None), Account.certificate != "", Account.certified_until >= day)


def problems(certificate: str | None, until: date | None, day: date) -> dict[str, str]:
    """What keeps a certificate from being entered on the day, by field: half of it is missing, or it has expired."""
    if until and not certificate:
        return {"certificate": N_("请填写执法证号，或同时清空有效期。")}
    if certificate and until is None:
        return {"certified_until": N_("请填写执法证有效期；未填有效期的检查员不能安排检查任务。")}
    if until and until < day:
        return {"certified_until": N_("该有效期已过，请填写有效执法证的有效期；已无有效证件的，请将两栏清空。")}
    return {}
