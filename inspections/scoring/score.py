"""The sums: item, clause, section, whole; veto; grade; the interval of a draft. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from core.numbers import round_half_up
from inspections.scoring.rules import OPEN, ItemRule, ScoredAnswer, Standard

ZERO = Fraction(0)
HUNDRED = 100


@dataclass(frozen=True)
class ItemScore:
    """One item's part: what it could give and what it gave."""

    rule: ItemRule
    state: str | None
    possible: Fraction
    earned: Fraction
    vetoed: bool = False

    @property
    def lost(self) -> Fraction:
        """Points not earned although the item applied and was decided."""
        return self.possible - self.earned if self.state in ("partial", "fail", "pass") else ZERO


@dataclass(frozen=True)
class Sums:
    """Sums over a clause, a section or the whole: earned, possible, still open, full with what does not apply."""

    earned: Fraction
    possible: Fraction
    open: Fraction
    full: Fraction
    verdict: str
    effective: Fraction

    @property
    def rate(self) -> Fraction | None:
        """Earned of possible; None where nothing applies, which is neither 0 nor 1."""
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Score:
    """A whole result. `raw` and `effective` are out of 100, None where nothing applies."""

    items: dict[str, ItemScore]
    clauses: dict[str, Sums]
    sections: dict[str, Sums]
    whole: Sums
    raw: Fraction | None
    effective: Fraction | None
    interval: tuple[Fraction, Fraction] | None
    applicability: Fraction | None
    answered: int
    asked: int
    vetoes: tuple[str, ...]
    grade: str | None

    @property
    def final(self) -> bool:
        """Whether nothing is open any more."""
        return self.answered == self.asked

    @property
    def printed_raw(self) -> str | None:
        """The raw score as it is printed, to one place."""
        return None if self.raw is None else round_half_up(self.raw)

    @property
    def printed(self) -> str | None:
        """The effective score as it is printed; grades look at this one."""
        return None if self.effective is None else round_half_up(self.effective)

    @property
    def printed_interval(self) -> tuple[str, str] | None:
        """The two ends between which the final score will lie."""
        if self.interval is None:
            return None
        low, high = self.interval
        return round_half_up(low), round_half_up(high)


def earned(rule: ItemRule, answer: ScoredAnswer) -> Fraction:
    """The points that an answer gives by the item's method; never below 0 or above its points."""
    if answer.state in ("na", *OPEN):
        return ZERO
    if rule.method == "deduct":
        off = sum((points * times for points, times in answer.deductions), ZERO)
        return min(rule.points, max(ZERO, rule.points - off))
    if answer.state == "pass":
        return rule.points
    if answer.state == "partial" and rule.method in ("levels", "measure"):
        return rule.points * min(Fraction(1), max(ZERO, answer.level or ZERO))
    return ZERO


def score(
    standard: Standard, answers: Mapping[str, ScoredAnswer], overruled: Mapping[str, Fraction] | None = None
) -> Score:
    """Weigh the answers by the standard.

    Items that do not apply leave both sides of the fraction; recorded-only items leave everything.
    `overruled` gives earned points that a supervisor set, by item code.
    """
    items = {rule.code: _item(rule, answers.get(rule.code, ScoredAnswer()), overruled or {}) for rule in standard.items}
    counted = [item for item in items.values() if item.rule.counts]
    clauses = _grouped(counted, lambda item: item.rule.clause, {"clause"})
    sections = _grouped(counted, lambda item: item.rule.section, {"section"}, inner="clause")
    whole = replace(_sums(counted), effective=sum((group.effective for group in sections.values()), ZERO))
    vetoes = tuple(item.rule.code for item in counted if item.vetoed)
    raw, effective = _hundred(standard, sections, whole)
    final = not any(item.state in OPEN for item in items.values())
    return Score(
        items=items,
        clauses=clauses,
        sections=sections,
        whole=whole,
        raw=raw,
        effective=effective,
        interval=_interval(whole),
        applicability=whole.possible / whole.full if whole.full else None,
        answered=sum(item.state not in OPEN for item in items.values()),
        asked=len(items),
        vetoes=vetoes,
        grade=_grade(standard, effective, items) if final else None,
    )


def _item(rule: ItemRule, answer: ScoredAnswer, overruled: Mapping[str, Fraction]) -> ItemScore:
    possible = ZERO if answer.state == "na" or not rule.counts else rule.points
    points = min(possible, max(ZERO, overruled.get(rule.code, earned(rule, answer)))) if rule.counts else ZERO
    failed = answer.state == "fail" or (answer.state == "partial" and not rule.partial_passes_veto)
    return ItemScore(rule, answer.state, possible, points, vetoed=rule.veto != "none" and failed and rule.counts)


def _sums(items: Iterable[ItemScore]) -> Sums:
    items = list(items)
    got = sum((item.earned for item in items), ZERO)
    return Sums(
        earned=got,
        possible=sum((item.possible for item in items), ZERO),
        open=sum((item.possible for item in items if item.state in OPEN), ZERO),
        full=sum((item.rule.points for item in items), ZERO),
        verdict=verdict([item.state for item in items]),
        effective=got,
    )


def _grouped(
    items: Iterable[ItemScore], key: Callable[[ItemScore], str], scope: set[str], inner: str | None = None
) -> dict[str, Sums]:
    groups: dict[str, list[ItemScore]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: _with_veto(group, scope, inner) for name, group in groups.items()}


def _with_veto(group: list[ItemScore], scope: set[str], inner: str | None) -> Sums:
    sums = _sums(group)
    if any(item.vetoed and item.rule.veto in scope for item in group):
        return replace(sums, effective=ZERO)
    if inner:
        struck = {item.rule.clause for item in group if item.vetoed and item.rule.veto == inner}
        left = sum((item.earned for item in group if item.rule.clause not in struck), ZERO)
        return replace(sums, effective=left)
    return sums


def verdict(states: list[str | None]) -> str:
    """The worst-of verdict of a clause: open, na, fail, partial or pass."""
    if any(state in OPEN for state in states):
        return "open"
    if all(state == "na" for state in states):
        return "na"
    return next((worst for worst in ("fail", "partial") if worst in states), "pass")


def _hundred(standard: Standard, sections: dict[str, Sums], whole: Sums) -> tuple[Fraction | None, Fraction | None]:
    if not whole.possible:
        return None, None
    if standard.method == "section_weighted":
        return _weighted(standard, sections)
    if standard.method == "deduct_from_total":
        lost = whole.possible - whole.earned - whole.open
        left = max(standard.floor, standard.total - lost)
        return left, min(left, max(standard.floor, standard.total - (whole.possible - whole.effective - whole.open)))
    return whole.earned / whole.possible * HUNDRED, whole.effective / whole.possible * HUNDRED


def _weighted(standard: Standard, sections: dict[str, Sums]) -> tuple[Fraction, Fraction]:
    parts = [(standard.weights.get(name, sums.full), sums) for name, sums in sections.items() if sums.possible]
    weight = sum((share for share, _ in parts), ZERO)
    raw = sum((share * sums.earned / sums.possible for share, sums in parts), ZERO)
    effective = sum((share * sums.effective / sums.possible for share, sums in parts), ZERO)
    return raw / weight * HUNDRED, effective / weight * HUNDRED


def _interval(whole: Sums) -> tuple[Fraction, Fraction] | None:
    if not whole.possible:
        return None
    low = whole.earned / whole.possible * HUNDRED
    return low, (whole.earned + whole.open) / whole.possible * HUNDRED


def _grade(standard: Standard, effective: Fraction | None, items: dict[str, ItemScore]) -> str | None:
    if not standard.bands or effective is None:
        return None
    if any(item.vetoed and item.rule.veto == "all" for item in items.values()):
        return standard.bands[-1][1]
    printed = Fraction(round_half_up(effective))
    return next((name for start, name in standard.bands if printed >= start), standard.bands[-1][1])


def lost_points(result: Score) -> list[ItemScore]:
    """Every item that lost points, in the order of the checklist; their `lost` adds up to possible − earned − open."""
    return [item for item in result.items.values() if item.lost]
