"""What the scorer is given: the rules of a frozen standard, and answers to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

METHODS = ("binary", "levels", "deduct", "measure", "info")
STATES = ("pass", "partial", "fail", "na", "unable")
OPEN = (None, "unable")


def section_of(path: str) -> str:
    """The section that a clause counts in: what it stands under, or itself at the top."""
    return path.rpartition("/")[0] or path


@dataclass(frozen=True)
class ItemRule:
    """How one item counts: its points, its method, how far its veto reaches."""

    code: str
    clause: str
    points: Fraction = Fraction(0)
    method: str = "binary"
    veto: str = "none"  # none | clause | section | all
    severity: str | None = None
    # A half-met veto item counts as failed, unless the item says otherwise.
    partial_passes_veto: bool = False
    section: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "section", self.section or section_of(self.clause))

    @property
    def counts(self) -> bool:
        """Whether the item carries points; what is only recorded does not."""
        return self.method != "info"


@dataclass(frozen=True)
class ScoredAnswer:
    """One answer as the scorer sees it; no answer at all has state None."""

    state: str | None = None
    level: Fraction | None = None  # the share reached, for levels and measure
    deductions: tuple[tuple[Fraction, int], ...] = ()  # (points off, how often), for deduct


@dataclass(frozen=True)
class Decided:
    """A supervisor's decision on one item, as the scorer sees it."""

    code: str
    state: str
    earned: Fraction | None = None  # None: what the state alone gives


@dataclass(frozen=True)
class Standard:
    """The scoring side of a frozen checklist version."""

    items: tuple[ItemRule, ...]
    method: str = "points"  # points | section_weighted | deduct_from_total
    bands: tuple[tuple[Fraction, str], ...] = ()  # (from this printed score on, name), best first
    weights: Mapping[str, Fraction] = field(default_factory=dict)  # of sections; missing: their full points
    total: Fraction = Fraction(100)  # what deduct_from_total starts from
    floor: Fraction = Fraction(0)

    def rule(self, code: str) -> ItemRule:
        """The rule of the item with that code."""
        return next(item for item in self.items if item.code == code)
