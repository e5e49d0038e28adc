"""A visit, or an empty checklist, as its pages show it: sections, cards, strip."""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from checklists.authoring.answer_kinds import KINDS, Judgement, show_limit
from checklists.authoring.models import ChecklistVersion, Item
from core.i18n import translate
from inspections.filling.entries import Entry
from inspections.scoring import section_of


@dataclass
class Card:
    """One item on the page."""

    item: Item
    entry: Entry = field(default_factory=Entry)
    judgement: Judgement | None = None
    asked: bool = True
    photos: list = field(default_factory=list)
    returned: str | None = None  # the supervisor's note on an item sent back
    locked: bool = False
    missing: str | None = None
    revision: int = 0

    @property
    def state(self) -> str:
        """The state as the strip shows it; empty while unanswered."""
        return self.judgement.state if self.judgement else ""

    @property
    def because(self) -> str | None:
        """The judgement's reason in the reader's language."""
        return translate(self.judgement.message, **self.judgement.params) if self.judgement else None

    @property
    def shown(self) -> str:
        """The value as it is printed."""
        return KINDS[self.item.kind].show(self.entry.value, self.item.params)

    @property
    def limit(self) -> str:
        """The limit as it is printed."""
        return show_limit(self.item.params.get("limit")) if self.item.kind in ("number", "count") else ""

    @property
    def quote(self):
        """The scoring quotation."""
        return self.item.scoring_quotation

    @property
    def advice(self) -> str | None:
        """What we recommend although the limit is met."""
        kind = KINDS[self.item.kind]
        return kind.advice(self.entry.value, self.item.params) if hasattr(kind, "advice") else None


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


def strip_groups(parts: list[Section], current: str | None = None, url=None) -> list[dict]:
    """The strip: one mark an item, grouped by section."""
    return [
        {
            "label": part.label,
            "marks": [
                {
                    "code": card.item.code,
                    "state": card.state,
                    "url": url(card) if url else None,
                    "current": card.item.code == current,
                }
                for card in part.cards
            ],
        }
        for part in parts
    ]


def photo_rule(item: Item) -> str | None:
    """What the proof rule asks, in words."""
    rule = item.photo_rule
    if rule.get("when") == "always":
        return _("须附照片 %(count)s 张", count=rule.get("min", 1))
    return _("不符合时须附照片") if rule.get("when") == "fail" else None


def veto_sentence(item: Item) -> str | None:
    """What failing a veto item means."""
    return {
        "all": _("否决项：不符合则本次结果不通过。"),
        "section": _("否决项：不符合则本部分不得分。"),
        "clause": _("否决项：不符合则本条不得分。"),
    }.get(item.veto)
