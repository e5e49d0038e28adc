"""Results that are no percentage: findings by severity, and ordered gates. Pure."""

from dataclasses import dataclass

from inspections.scoring.rules import OPEN
from inspections.scoring.score import ItemScore, Score


@dataclass(frozen=True)
class FindingsOutcome:
    """What was found: failed items by severity, and whether anything is still open."""

    major: tuple[ItemScore, ...]
    general: tuple[ItemScore, ...]
    open: int

    @property
    def verdict(self) -> str:
        """open, fail where anything was found, pass otherwise."""
        if self.open:
            return "open"
        return "fail" if self.major or self.general else "pass"


@dataclass(frozen=True)
class GatesOutcome:
    """How far a procedure came: gates in their printed order."""

    passed: int
    failed: tuple[ItemScore, ...]
    open: tuple[ItemScore, ...]
    applicable: int
    next: ItemScore | None
    # Gates that were passed although an earlier one is still open.
    out_of_order: tuple[ItemScore, ...]

    @property
    def verdict(self) -> str:
        """fail where a gate failed, open while one is undecided, pass otherwise."""
        if self.failed:
            return "fail"
        return "open" if self.open else "pass"


def findings_outcome(result: Score) -> FindingsOutcome:
    """The failed and half-met items by severity; a veto item without a severity of its own is major."""
    failed = [item for item in result.items.values() if item.state in ("fail", "partial")]
    major = tuple(item for item in failed if _is_major(item))
    return FindingsOutcome(
        major=major,
        general=tuple(item for item in failed if not _is_major(item)),
        open=sum(item.state in OPEN for item in result.items.values()),
    )


def is_found(item: ItemScore) -> bool:
    """Whether the item becomes a finding: failed or half met, and more than a record."""
    return item.state in ("fail", "partial") and item.rule.counts


def _is_major(item: ItemScore) -> bool:
    return (item.rule.severity or ("general" if item.rule.veto == "none" else "major")) == "major"


def gates_outcome(result: Score) -> GatesOutcome:
    """The gates in order: complete, failed, open, and those passed before their turn; recorded-only items are none."""
    gates = [item for item in result.items.values() if item.rule.counts and item.state != "na"]
    still = tuple(item for item in gates if item.state in OPEN)
    first = gates.index(still[0]) if still else len(gates)
    return GatesOutcome(
        passed=sum(item.state == "pass" for item in gates),
        failed=tuple(item for item in gates if item.state in ("fail", "partial")),
        open=still,
        applicable=len(gates),
        next=still[0] if still else None,
        out_of_order=tuple(item for item in gates[first:] if item.state == "pass"),
    )
