"""A visit, or an empty checklist, as its pages show it: sections, cards, strip."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from checklists.authoring.answer_kinds import KINDS, Judgement
from checklists.authoring.models import ChecklistVersion, Item
from core.i18n import spoken, translate
from inspections.scoring import section_of
from inspections.visits.entries import Entry, Lack, lacking
from inspections.visits.proof import proof_of
from inspections.visits.words import headline, seen_words


@dataclass
class Card:
    """One item on the page."""

    item: Item
    entry: Entry = field(default_factory=Entry)
    judgement: Judgement | None = None
    asked: bool = True
    photos: list = field(default_factory=list)
    reviewed: str | None = None  # the state that the supervisor laid over the answer
    returned: str | None = None  # the supervisor's note on an item sent back
    locked: bool = False
    missing: str | None = None
    revision: int = 0

    @property
    def state(self) -> str:
        """The state as the strip shows it; empty while unanswered."""
        return self.judgement.state if self.judgement else ""

    @property
    def lack(self) -> Lack | None:
        """What a begun or untouched answer still lacks; None when nothing, or when the item is not asked."""
        return lacking(self.item, self.entry, self.judgement, len(self.photos)) if self.asked else None

    @property
    def stands(self) -> str:
        """The state after review, which is the inspector's where nobody adjusted it."""
        return self.reviewed or self.state

    @property
    def title(self) -> str:
        """What is wrong with a failed item, in one line; the note stands beside it."""
        seen = seen_words(self.item, replace(self.entry, note=""), self.judgement, self.stands)
        return spoken(headline(self.item, seen, self.stands))

    @property
    def because(self) -> str | None:
        """The judgement's reason in the reader's language."""
        return translate(self.judgement.message, **self.judgement.params) if self.judgement else None

    @property
    def shown(self) -> str:
        """The value as it is printed."""
        return spoken(KINDS[self.item.kind].show(self.entry.value, self.item.params))

    @property
    def limit(self) -> str:
        """The limit as it is printed."""
        return KINDS[self.item.kind].limit(self.item.params)

    @property
    def quote(self):
        """The scoring quotation."""
        return self.item.scoring_quotation

    @property
    def advice(self) -> str | None:
        """What we recommend although the limit is met."""
        return KINDS[self.item.kind].advice(self.entry.value, self.item.params)

    @property
    def by_person(self) -> bool:
        """Whether the person gives the state, and not the value."""
        return bool(KINDS[self.item.kind].states(self.item.params))


@dataclass
class Section:
    """The cards under one heading of the document."""

    path: str
    label: str
    cards: list[Card]

    @property
    def points(self):
        """Full points of the section."""
        return sum((card.item.points or 0) for card in self.cards)


def sections(version: ChecklistVersion, cards: list[Card]) -> list[Section]:
    """The cards grouped by the heading that their scoring clause stands under, in their order."""
    headings = {clause.path: clause.heading for clause in version.document_version.clauses}
    grouped: dict[str, list[Card]] = {}
    for card in cards:
        grouped.setdefault(section_of(card.quote.clause.path), []).append(card)
    return [Section(path, f"{cite(path)} {headings.get(path) or ''}".strip(), group) for path, group in grouped.items()]


def cite(path: str) -> str:
    """A path as people write it: 二/（二）/1 is 二（二）1."""
    return path.replace("/", "")


def source(card: Card) -> str:
    """The line under a quotation: number of the document and the clause."""
    return source_words(card.item)


def source_words(item: Item) -> str:
    """The same of an item that nobody has answered."""
    document = item.version.document_version.document
    return f"{document.number or document.title} {cite(item.scoring_quotation.clause.path)}"


def progress(cards: Iterable[Card]) -> tuple[int, int]:
    """How many of the items that apply are answered in full, and how many apply."""
    asked = [card for card in cards if card.asked]
    return sum(card.lack is None for card in asked), len(asked)


def next_lacking(cards: Iterable[Card]) -> Card | None:
    """The first item that can be filled and is not answered in full."""
    return next((card for card in cards if card.lack and not card.locked), None)


def strip_groups(parts: list[Section], current: str | None = None, url=None, filling: bool = False) -> list[dict]:
    """The strip: one mark an item, grouped by section; while it is filled, with what each still lacks."""
    return [
        {
            "label": part.label,
            "marks": [
                {
                    "code": card.item.code,
                    "state": card.stands,
                    "url": url(card) if url else None,
                    "current": card.item.code == current,
                    "lack": card.lack if filling else None,
                }
                for card in part.cards
            ],
        }
        for part in parts
    ]


def photo_rule(item: Item) -> str | None:
    """What the item wants as proof, in words."""
    words = proof_of(item).words
    return translate(words) if words else None


def veto_sentence(item: Item) -> str | None:
    """What failing a veto item means."""
    return {
        "all": _("否决项：不符合则本次结果不通过。"),
        "section": _("否决项：不符合则本部分不得分。"),
        "clause": _("否决项：不符合则本条不得分。"),
    }.get(item.veto)
