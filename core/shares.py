"""How many connections one address may hold, and who makes room when all places are taken. Pure."""

import ipaddress
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


def network_of(address: str) -> str:
    """The address as far as it tells one line from another: IPv6 by its first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address[:60]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


@dataclass(frozen=True)
class Place:
    """A connection: whose, since when it waits for its client, and whether a request of it is being answered."""

    network: str
    since: float
    busy: bool = False


def who_makes_room(places: Sequence[Place], address: str) -> int | None:
    """Which of the places somebody at that address gets: of who has the most, the one that waits longest.

    None when nobody has more than whoever asks: then one address would only take from another what it has less of.
    """
    held = Counter(place.network for place in places)
    own = held[network_of(address)]
    open_to_others = [
        (-held[place.network], place.since, number)
        for number, place in enumerate(places)
        if not place.busy and held[place.network] > own
    ]
    return min(open_to_others)[2] if open_to_others else None


class Shares:
    """Counts the connections of each client; may be used from several threads."""

    def __init__(self, each: int):
        self.each = each
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """One connection more, unless the client holds its share already."""
        client = network_of(address)
        with self._lock:
            free = self._held[client] < self.each
            self._held[client] += free
        return free

    def give_back(self, address: str) -> None:
        """A connection that was taken is closed."""
        client = network_of(address)
        with self._lock:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
