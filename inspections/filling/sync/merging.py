"""What becomes of an answer that arrives where there may be one already. Pure; nothing is ever dropped."""

from dataclasses import dataclass
from typing import Any

SAME, AGREES, FOLLOWS, BESIDE = "same", "agrees", "follows", "beside"


@dataclass(frozen=True)
class Present:
    """The answer in force: its content, since which revision, the last of them, and every draft that said so.

    The draft None stands for the desk, a browser, or a time from which no revisions were kept.
    """

    since: int
    revision: int
    content: dict[str, Any]
    drafts: frozenset[str | None]

    def then(self, revision: int, content: dict[str, Any], draft: str | None) -> "Present":
        """What is in force after one more revision."""
        if content == self.content:
            return Present(self.since, revision, content, self.drafts | {draft})
        return first(revision, content, draft)


def first(revision: int, content: dict[str, Any], draft: str | None) -> Present:
    """What is in force once somebody was the first to say it."""
    return Present(revision, revision, content, frozenset({draft}))


def place(present: Present | None, content: dict[str, Any], base_revision: int, draft: str) -> str:
    """SAME: nothing changes. AGREES: another says the same. FOLLOWS: it comes into force. BESIDE: both are kept.

    What nobody else has said, its draft may change at will; any other content is changed by who has seen it.
    """
    if present is None:
        return FOLLOWS
    if present.content == content:
        return SAME if draft in present.drafts else AGREES
    has_seen = present.since <= base_revision <= present.revision
    return FOLLOWS if has_seen or present.drafts == {draft} else BESIDE


def place_attribute(present: Present | None, content: dict[str, Any], draft: str) -> str:
    """The same for a site's attribute, which has no base: what another draft said first stays."""
    return place(present, content, -1, draft)
