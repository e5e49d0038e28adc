"""What a seed draws: phones, weather, acts and the faults between them. The same seed draws the same."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from core.failpoints import POINTS
from tests.faults.network import FAULTS

CODES = [f"A{number:03}" for number in range(1, 7)]
READING = "A005"  # the item of the county's checklist that takes a number
WORK = {"tap": 6, "read": 3, "note": 3, "photo": 4, "withdraw": 1.5, "rest": 1.5, "submit": 1.5}
FAULT = {
    "weather": 3,
    "reload": 1,
    "wake": 4,
    "close_page": 1.5,
    "kill_browser": 0.35,
    "kill_server": 0.8,
    "die_at": 1.2,
    "two_tabs": 1,
    "expire": 0.7,
    "switch": 0.35,
    "quota": 0.8,
    "clock": 0.8,
    "release": 0.6,
    "aeroplane": 0.8,
    "republish": 0.3,
    "take_away": 0.3,
}
BETWEEN = 0.55  # so often a fault comes between two pieces of work


@dataclass(frozen=True)
class Act:
    """One thing done, on which phone, in which tab, with what was drawn for it."""

    name: str
    phone: int = 0
    tab: int = 0
    item: str = ""
    value: str = ""
    number: int = 0
    inner: "Act | None" = None

    def __str__(self) -> str:
        said = [self.item, self.value, str(self.number) if self.number else "", f"({self.inner})" if self.inner else ""]
        return " ".join([f"{self.phone}.{self.tab}", self.name, *filter(None, said)])


@dataclass(frozen=True)
class Drawn:
    """The whole run of a seed."""

    seed: int
    partner: str  # who holds the second phone: "" nobody, "partner", "same" inspector
    acts: list[Act] = field(default_factory=list)
    days: int = 0  # by which the first phone's clock is wrong before the visit begins


DAYS = [-400, -30, -3, -1, 1, 2, 40, 4000]


def _chosen(draw: random.Random, weights: dict[str, float]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def work(draw: random.Random, phone: int, tab: int, number: int) -> Act:
    """One piece of work on the form; `number` makes what is typed its own."""
    name, item = _chosen(draw, WORK), draw.choice(CODES)
    if name == "tap" and item == READING:
        name = "read"
    if name == "read":
        item = READING
    value = {
        "tap": draw.choice(["pass", "pass", "fail", "unable"]),
        "read": f"{draw.randrange(1, 12)}.{number:03}",
        "note": f"现场{draw.seed_shown}-{number}",
    }.get(name, "")
    return Act(name, phone, tab, item, value, number)


def _weather(draw: random.Random, wanted: Collection[str] = ()) -> str:
    if draw.random() < 0.2:
        return "fair"
    kinds = sorted(draw.sample(sorted(FAULTS), draw.choice([1, 1, 2, 3, len(FAULTS)])))
    kinds = sorted(set(FAULTS) & set(wanted)) or kinds
    return f"{draw.choice([10, 30, 60, 90])}% {' '.join(kinds)}"


def fault(draw: random.Random, phone: int, tab: int, number: int, weights: dict[str, float]) -> Act:
    """One fault."""
    name = _chosen(draw, {each: weights[each] for each in FAULT})
    if name == "weather":
        return Act(name, phone, tab, value=_weather(draw, weights))
    if name in ("close_page", "kill_browser"):
        inner = work(draw, phone, tab, number) if draw.random() < 0.8 else None
        return Act(name, phone, tab, number=draw.choice([0, 0, 1, 3, 10, 40]), inner=inner)
    if name == "two_tabs":
        return Act(name, phone, inner=Act("photo", phone, 0, draw.choice(CODES), number=number))
    if name == "die_at":
        inner = Act("photo", phone, tab, draw.choice(CODES), number=number)
        return Act(name, phone, tab, value=draw.choice(POINTS), number=draw.choice([1, 1, 2, 3, 5]), inner=inner)
    if name in ("kill_server", "quota"):
        return Act(name, phone, tab, number=draw.choice([0, 1, 1, 2, 4]))  # so many acts later it is over
    if name == "clock":
        return Act(name, phone, tab, number=draw.choice(DAYS))
    if name == "release":
        return Act(name, phone, tab, number=draw.choice([0, 1, 5, 30]))  # after so many requests the network goes
    return Act(name, phone, tab, draw.choice(CODES))


class Draw(random.Random):
    """Chance that knows the seed it came from, so that what is typed in one run is of that run."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.seed_shown = seed


def draw_run(seed: int, more: dict[str, float] | None = None) -> Drawn:
    """What the seed draws; `more` multiplies the weights of faults; a kind of bad network in it is the only one."""
    draw = Draw(seed)
    weights = {**(more or {}), **{name: weight * (more or {}).get(name, 1) for name, weight in FAULT.items()}}
    partner = draw.choice(["", "", "partner", "same"])
    tabs = draw.choice([[0], [0], [0, 1]])
    acts: list[Act] = [Act("weather", phone, value=_weather(draw, more or ())) for phone in range(2 if partner else 1)]
    for number in range(1, draw.randrange(6, 13) + 1):
        phone = draw.randrange(2) if partner else 0
        tab = draw.choice(tabs)
        if draw.random() < BETWEEN:
            acts.append(fault(draw, phone, tab, 100 + number, weights))
        acts.append(work(draw, phone, tab, number))
    if draw.random() < 0.5:
        acts += [Act("rest", number=90), Act("submit"), Act("wake")]
        if draw.random() < 0.5:
            item = draw.choice(CODES)
            storm = acts[0].value
            acts += [Act("weather", value="fair"), Act("wake"), Act("return", item=item), Act("weather", value=storm)]
            acts += [fault(draw, 0, 0, 291, weights), Act("note", 0, 0, item, f"重查{seed}")]
            acts += [Act("submit"), Act("wake")]
    return Drawn(seed, partner, acts, _days(seed, weights["clock"]))


def _days(seed: int, weight: float) -> int:
    draw = random.Random(f"clock {seed}")
    return draw.choice(DAYS) if draw.random() < 0.1 * weight else 0
