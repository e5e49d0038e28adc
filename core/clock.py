"""The time of the product: instants in UTC, days in Shanghai. Pure."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same instant as a clock in Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The calendar day of an instant in Shanghai."""
    return local(moment).date()


def today() -> date:
    """The present day in Shanghai."""
    return local_day(utc_now())
