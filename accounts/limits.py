"""How often a password may be tried, and from where. Pure: a table of limits and the arithmetic of one.

Each attempt takes one turn from every purse it is judged by, before the password is looked at; a right password puts
them back. In a browser that is known to the account (it signed in there before, a signed cookie says so) only that
browser's own purse counts: neither guesses from elsewhere nor a flood of strangers keep the person out. From anywhere
else the name and the network have their limits, and the whole installation too, unless somebody signed in from that
network lately: strangers with a dozen networks may empty that purse, and offices where people work must not notice.

No answer depends on whether anybody bears the name, but for who holds such a cookie: names that nobody bears are
counted like all others, and what is known of a network is known for all names alike. A purse that is full again is
forgotten.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.errors import N_, DomainError
from core.shares import network_of


class TooManyTries(DomainError):
    """No password is looked at until some time has passed."""

    status = 429
    message = N_("输错密码的次数太多，请在 {minutes} 分钟后再试。")

    def __init__(self, wait: timedelta):
        self.retry_after = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__(minutes=-(-self.retry_after // 60))


@dataclass(frozen=True)
class Limit:
    """So many at once, and one more after each interval."""

    at_once: int
    every: timedelta

    def latest(self, now: datetime) -> datetime:
        """A purse spent up to here, or less, has a turn left."""
        return now + (self.at_once - 1) * self.every

    def wait(self, spent_until: datetime | None, now: datetime) -> timedelta:
        """How long until there is a turn; nothing or less means now."""
        return timedelta() if spent_until is None else spent_until - self.latest(now)


PLACE = Limit(5, timedelta(minutes=3))  # one name from one network
NAME = Limit(20, timedelta(minutes=3))  # one name from everywhere but the browsers that it is known to
NETWORK = Limit(30, timedelta(seconds=30))  # all names from one network
ALL = Limit(100, timedelta(seconds=2))  # all names from all networks where nobody signed in lately
DEVICE = Limit(5, timedelta(minutes=3))  # one name in one browser that it is known to


@dataclass(frozen=True)
class Purse:
    """What an attempt is judged by: the key under which its turns are kept, and their limit."""

    key: str
    limit: Limit


def purses(username: str, address: str, device: str | None = None, trusted: bool = False) -> list[Purse]:
    """What an attempt at that name is judged by, its own place first.

    `device` is a browser that is known to the account, `trusted` a network from which anybody signed in lately.
    """
    # The name is hashed because people type their password into its field.
    name, network = hashlib.sha256(username.encode()).hexdigest()[:32], network_of(address)
    if device:
        return [Purse(f"device:{name}:{device}", DEVICE)]
    own = [Purse(f"place:{name}:{network}", PLACE), Purse(f"name:{name}", NAME), Purse(f"network:{network}", NETWORK)]
    return own if trusted else [*own, Purse("all", ALL)]


def milliseconds(moment: datetime | timedelta) -> int:
    """As whole milliseconds (of the epoch), which both databases add up alike."""
    if isinstance(moment, datetime):
        moment = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return moment // timedelta(milliseconds=1)


def moment_of(stamp: int) -> datetime:
    """The instant of those milliseconds."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stamp)
