"""Whether what a reviewer said of an answer still holds. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

RETURN = "return"


def fingerprint(
    asked: bool, state: str | None, value: dict[str, Any] | None, note: str, photos: Iterable[tuple[Any, ...]]
) -> str:
    """What a reviewer has before him, as one hash: whether the item is asked, the answer, its photos and their marks.

    No answer and an empty one are the same; the order in which photos arrived does not matter.
    """
    shown = [asked, state, value, note, sorted([digest, marks or ""] for digest, marks in photos)]
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def stands(kind: str, made_in: int, about: str | None, present_round: int, present: str) -> bool:
    """Whether a decision still holds in the present round: as long as what it was said about has not changed.

    What was sent back is asked again once it comes back. A decision that did not keep what it
    was about (`about` is None) holds in its own round only.
    """
    if kind == RETURN or about is None:
        return made_in == present_round
    return about == present
