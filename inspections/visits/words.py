"""How a failed item is put into words: what was seen, and a title that says what is wrong. Pure."""

from typing import Any

from checklists.authoring.answer_kinds import KINDS, Judgement
from core.errors import N_, Sentence, in_row
from inspections.visits.entries import Entry

STATES = {
    "pass": N_("符合"),
    "partial": N_("部分符合"),
    "fail": N_("不符合"),
    "na": N_("不适用"),
    "unable": N_("无法检查"),
}
UNMET = {"partial": N_("部分符合“{words}”"), "fail": N_("不符合“{words}”")}


def seen_words(item: Any, entry: Entry, judgement: Judgement | None, state: str) -> str:
    """What was seen at the site: the value with its limit, the note; that the review held otherwise, where it did."""
    value = KINDS[item.kind].seen(entry.value, item.params, judgement) if entry.value else ""
    overruled = judgement is not None and judgement.state != state
    held = Sentence(N_("经审核认定为{state}"), state=Sentence(STATES[state])) if overruled else ""
    parts = [part for part in (value, entry.note.rstrip("。，；"), held) if part]
    return in_row(parts) if parts else Sentence(STATES[state])


def headline(item: Any, seen: str, state: str) -> str:
    """A failed item in one line: what is wrong, then what was seen (储煤厂房高度不足：实测 5.6 米，限值 ≥ 6 米).

    Where the checklist has no words for it, the clause's own are said not to be met: nothing is made up.
    """
    wrong: str = item.failed_words or Sentence(UNMET[state], words=item.scoring_quotation.words)
    return wrong if seen == STATES[state] else Sentence(N_("{wrong}：{seen}"), wrong=wrong, seen=seen)
