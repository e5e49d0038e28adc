"""What was found on a visit, after the decisions."""

from dataclasses import dataclass
from datetime import datetime

from checklists.authoring.answer_kinds import Judgement
from checklists.authoring.models import Item
from core.clock import local_day
from inspections.scoring import ItemScore, is_found
from inspections.visits import queries, scores
from inspections.visits.models import Inspection
from inspections.visits.words import headline, seen_words


def judged(inspection: Inspection, now: datetime) -> dict[str, Judgement | None]:
    """What each answer of the visit means, by item code, before any decision."""
    context = scores.context_of(inspection, local_day(now))
    answers = queries.answers_of(inspection)
    return scores.judgements(inspection.checklist_version, answers, inspection.attributes, context)


@dataclass(frozen=True)
class Found:
    """A failed or half-met item after the decisions, and what was seen."""

    item: Item
    part: ItemScore
    seen: str

    @property
    def title(self) -> str:
        """What is wrong, in one line."""
        return headline(self.item, self.seen, self.part.state)

    @property
    def severity(self) -> str:
        """Major where the item says so or its failing is a veto; a proposal, the supervisor decides."""
        return self.item.severity or ("general" if self.item.veto == "none" else "major")


def found_items(inspection: Inspection, now: datetime) -> list[Found]:
    """The failed and half-met items after the decisions."""
    version, meanings, answers = inspection.checklist_version, judged(inspection, now), queries.answers_of(inspection)
    layer = scores.decided(version, queries.decisions_of(inspection))
    parts = scores.compute(version, meanings, layer).items
    pairs = [(item, parts[item.code]) for item in version.items]
    return [
        Found(item, part, seen_words(item, scores.entry_of(answers.get(item.id)), meanings[item.code], part.state))
        for item, part in pairs
        if is_found(part)
    ]
