"""One answer as it was entered: what the person says, what the value means, what is still missing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.authoring.answer_kinds import KINDS, Context, Judgement
from core.errors import N_, Invalid, Sentence
from inspections.visits.proof import Proof, proof_of

LONGEST_NOTE = 2000
PERSON_ONLY = ("na", "unable")
VERDICT, PHOTO = N_("判定"), N_("照片")


@dataclass(frozen=True)
class Entry:
    """State, value and note of one answer; no state and no value is no answer."""

    state: str | None = None
    value: dict[str, Any] | None = None
    note: str = ""


def read_entry(item: Any, raw: Mapping[str, str]) -> Entry:
    """The entry in the raw inputs of one item; raises Invalid with the fields that cannot be taken."""
    kind, given = KINDS[item.kind], (raw.get("state") or "").strip() or None
    note = (raw.get("note") or "").strip()
    if len(note) > LONGEST_NOTE:
        message = N_("说明太长，最多 2000 个字。")
        raise Invalid(message, fields={"note": message})
    if given is not None and given not in allowed_states(item):
        message = N_("请选择列出的一项。")
        raise Invalid(message, fields={"state": message})
    value = None if given in PERSON_ONLY else kind.parse(raw, item.params)
    return Entry(given, value, note)


def allowed_states(item: Any) -> tuple[str, ...]:
    """The states that a person may give to the item directly."""
    own = KINDS[item.kind].states(item.params)
    return (*own, "na", "unable") if item.na_allowed else (*own, "unable")


def inputs_of(entry: Entry) -> dict[str, str]:
    """An entry as the inputs show it: input name → text."""
    value = dict(entry.value or {})
    flat = {**value.pop("readings", {}), **value}
    shown = {name: str(each) for name, each in flat.items() if each is not None}
    return {**shown, "state": entry.state or "", "note": entry.note}


def judge(item: Any, entry: Entry, context: Context) -> Judgement | None:
    """What the entry means: the person's word, or the value against its limit; None unless answered in full."""
    if entry.state:
        return Judgement(entry.state)
    if entry.value is None or owed(item, entry):
        return None
    return KINDS[item.kind].judge(entry.value, item.params, context)


def owed(item: Any, entry: Entry) -> str:
    """What of a begun answer is still to be said, by its short name; empty when nothing is, or nothing was begun."""
    kind = KINDS[item.kind]
    if entry.state or entry.value is None:
        return ""
    return VERDICT if kind.states(item.params) else kind.owed(entry.value, item.params)


@dataclass(frozen=True)
class Lack:
    """What an item still lacks for handing in: how its card says it, and a short name for the way there.

    The name is empty where nothing was begun; `field` is the input that takes what is lacking, where that is one.
    """

    sentence: str
    name: str = ""
    field: str = ""


UNANSWERED = Lack(N_("还没有作答"))
WHY = {
    "unable": Lack(N_("无法检查须写明原因"), N_("原因"), "note"),
    "na": Lack(N_("不适用须写明理由"), N_("理由"), "note"),
}
WORDS_OR_PHOTO = Lack(N_("不符合的须有说明或照片"), N_("说明或照片"), "note")


def lacking(item: Any, entry: Entry, judgement: Judgement | None, photos: int) -> Lack | None:
    """What an item still needs to be answered in full; None when nothing."""
    if judgement is None:
        name = owed(item, entry)
        return Lack(Sentence(N_("还差：{what}"), what=Sentence(name)), name) if name else UNANSWERED
    if entry.state in PERSON_ONLY:
        return None if entry.note else WHY[entry.state]
    if judgement.pending:
        return None
    excused = KINDS[item.kind].is_absent(entry.value)
    return _proof_lacking(proof_of(item), entry, judgement, photos, excused)


def _proof_lacking(proof: Proof, entry: Entry, judgement: Judgement, photos: int, excused: bool) -> Lack | None:
    if photos < proof.always and not excused:
        return Lack(Sentence(N_("须附照片 {count} 张"), count=proof.always), PHOTO, "photos")
    if judgement.state in ("fail", "partial"):
        if photos < proof.failed and not excused:
            return Lack(Sentence(N_("不符合的须附照片 {count} 张"), count=proof.failed), PHOTO, "photos")
        if not entry.note and not photos:
            return WORDS_OR_PHOTO
    return None
