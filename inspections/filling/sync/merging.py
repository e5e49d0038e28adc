"""What becomes of an answer that arrives where there may be one already. Pure; nothing is ever dropped."""

from dataclasses import dataclass

SAME, FOLLOWS, BESIDE = "same", "follows", "beside"


@dataclass(frozen=True)
class Present:
    """The answer in force: its revision, its content, the draft that it came from (none: the desk, or a browser)."""

    revision: int
    content: dict
    draft: str | None


def place(present: Present | None, content: dict, base_revision: int, draft: str) -> str:
    """SAME: nothing changes. FOLLOWS: it comes into force. BESIDE: both are kept, the present one stays in force."""
    if present is None:
        return FOLLOWS
    if present.content == content:
        return SAME
    return FOLLOWS if present.draft == draft or present.revision == base_revision else BESIDE


def place_attribute(present: Present | None, content: dict, draft: str) -> str:
    """The same for a site's attribute, which has no base: what another draft said first stays."""
    return place(present, content, -1, draft)
