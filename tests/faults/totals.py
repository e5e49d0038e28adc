"""Counting over many runs, and the table at the end."""

import json
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Totals:
    """What was drawn, what was met, what was kept and what became of it."""

    seeds: int = 0
    seconds: float = 0.0
    drawn: Counter = field(default_factory=Counter)
    met: Counter = field(default_factory=Counter)
    time: Counter = field(default_factory=Counter)  # seconds
    network: Counter = field(default_factory=Counter)
    counts: Counter = field(default_factory=Counter)
    failures: list[dict] = field(default_factory=list)

    def add(self, other: dict) -> None:
        """Take in the totals of another process."""
        self.seeds += other["seeds"]
        self.seconds = max(self.seconds, other["seconds"])
        for name in ("drawn", "met", "time", "network", "counts"):
            getattr(self, name).update(other[name])
        self.failures += other["failures"]

    def as_json(self) -> str:
        """For the process that asked."""
        return json.dumps(vars(self))


def table(totals: Totals) -> str:
    """The totals as a person reads them."""
    lines = [
        f"{totals.seeds} seeds in {totals.seconds:.0f} s ({totals.seeds / max(totals.seconds, 0.001):.2f} seeds/s)"
    ]
    lines += ["", f"{'act or fault':<16}{'drawn':>8}{'met':>8}{'s each':>8}"]
    lines += [
        f"{name:<16}{totals.drawn[name]:>8}{totals.met[name]:>8}{totals.time[name] / totals.drawn[name]:>8.2f}"
        for name in sorted(totals.drawn)
    ]
    lines += ["", f"{'on the network':<24}{'met':>8}"]
    lines += [f"{name:<24}{count:>8}" for name, count in sorted(totals.network.items())]
    lines += ["", f"{'':<24}{'answers':>8}{'photos':>8}"]
    lines += [f"{name:<24}{totals.counts[f'{name} answers']:>8}{totals.counts[f'{name} photos']:>8}" for name in WAY]
    lines += ["", *(f"{name:<24}{totals.counts[name]:>8}" for name in ENDS)]
    return "\n".join(lines)


WAY = ("kept", "sent", "received")
ENDS = (
    "lost",
    "duplicated",
    "falsely received",
    "conflicts made",
    "conflicts visible",
    "other",
    "visits",
    "held packets",
    "begun again",
)


def kind_of(sentence: str) -> str:
    """Under which heading of the table a broken rule is counted."""
    head = sentence.split(":")[0]
    return head if head in ENDS else "other"
