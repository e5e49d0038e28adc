"""When a visit made without a network can have begun, whatever the phone's clock says. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import local_day

TOLERANCE = timedelta(minutes=10)  # our own note of a contact is that coarse, and clocks drift


@dataclass(frozen=True)
class Reading:
    """What the phone says of its clock: now, and when and how long ago it last saw the server's time."""

    device_now: datetime
    server_seen_at: datetime | None = None
    device_seen_at: datetime | None = None
    elapsed_ms: int | None = None


@dataclass(frozen=True)
class Began:
    """The honest interval of the beginning, and what is taken for it."""

    earliest: datetime
    latest: datetime
    at: datetime
    suspect: bool

    @property
    def day(self) -> date:
        """The day whose law decides."""
        return local_day(self.at)


def began(claimed: datetime, reading: Reading, floor: datetime, last_contact: datetime | None, now: datetime) -> Began:
    """The claimed time where it can be true, else the nearest that can.

    Nothing begins before `floor`, when its task or checklist came to be, nor after `now`. A server time that the
    phone says it saw counts as far as our own `last_contact` bears it out. Suspect also: a clock that was moved.
    """
    earliest, latest = bounds(reading, floor, last_contact, now)
    at = min(max(claimed, earliest), latest)
    return Began(earliest, latest, at, abs(at - claimed) > TOLERANCE or moved(reading))


def bounds(
    reading: Reading, floor: datetime, last_contact: datetime | None, now: datetime
) -> tuple[datetime, datetime]:
    """The earliest and the latest instant at which the visit can have begun."""
    floor = min(floor, now)
    seen = reading.server_seen_at
    if seen is None or seen > now + TOLERANCE or (last_contact and seen > last_contact + TOLERANCE):
        return floor, now
    return min(max(floor, seen - TOLERANCE), now), now


def moved(reading: Reading) -> bool:
    """Whether the phone's clock and its counter disagree about the time since the last contact."""
    if reading.device_seen_at is None or reading.elapsed_ms is None:
        return False
    by_clock = reading.device_now - reading.device_seen_at
    return abs(by_clock - timedelta(milliseconds=reading.elapsed_ms)) > TOLERANCE
