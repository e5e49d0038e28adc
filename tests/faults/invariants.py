"""What must hold when the weather has cleared and the queues rest. Pure: model, holdings and phones as plain rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.faults.holdings import Holdings
from tests.faults.model import Model

VISIBLE = ("not_reopened", "wrong_state")  # refusals that are right: the entry is kept and the person is told
OURS = ("state", "note", "reading")


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def says(content: dict) -> tuple:
    """State, note and reading of a kept answer."""
    value = content.get("value") or {}
    return content.get("state"), (content.get("note") or "").strip(), _number(value.get("reading"))


def matches(content: dict, inputs: dict) -> bool:
    """Whether a kept answer is what was entered; a reading is judged by the server, so its state is not compared."""
    state, note, reading = says(content)
    if (inputs.get("note") or "").strip() != note:
        return False
    if inputs.get("state") or "reading" not in inputs:
        return (inputs.get("state") or None) == state
    return _number(inputs.get("reading")) == reading


def found_lost(model: Model, held: Holdings) -> Iterator[str]:
    """Kept answers and photos that are not in the chain of their draft, in their order."""
    for draft in model.owners:
        answers, photos = model.kept_of(draft)
        chain = [row for row in held.entries_of(draft) if row["kind"] == "answer"]
        at = 0
        for answer in answers:
            while at < len(chain) and not _same(chain[at], answer):
                at += 1
            if at == len(chain):
                yield f"lost: answer {answer.inputs} of item {answer.item[-4:]} in draft {draft}"
                break
            at += 1
        here = {(row["item_id"], row["content"]["sha256"]) for row in held.entries_of(draft) if row["kind"] == "photo"}
        for photo in photos:
            if (photo.item, photo.sha256) not in here:
                yield f"lost: photo {photo.sha256[:12]} in draft {draft}"


def _same(entry: dict, answer) -> bool:
    return entry["item_id"] == answer.item and entry["content"]["inputs"] == answer.inputs


def found_bytes(model: Model, held: Holdings) -> Iterator[str]:
    """Photos whose bytes are not on the server, or are not those that were taken."""
    for photo in model.photos:
        if (photo.account, photo.sha256) not in held.handed_in:
            yield f"lost: bytes {photo.sha256[:12]} were never handed in"
        elif held.hashes.get(photo.sha256) != photo.sha256:
            yield f"lost: bytes {photo.sha256[:12]} are not on the disk as they were taken"
        elif not _placed(photo, held):
            yield f"lost: photo {photo.sha256[:12]} stands nowhere, or was taken out although it was kept"


def _placed(photo, held: Holdings) -> bool:
    rows = [row for row in held.evidence if row["sha256"] == photo.sha256 and row["item_id"] == photo.item]
    if not rows:
        return any(_excused(entry, held) for entry in _photo_entries(photo, held))
    gone = rows[0]["withdrawn_at"] is not None
    excused = any(_excused(entry, held) for entry in _photo_entries(photo, held, "withdraw"))
    return photo.withdrawn is None or photo.withdrawn == gone or excused


def _photo_entries(photo, held: Holdings, kind: str = "photo") -> list[dict]:
    rows = held.entries_of(photo.draft)
    return [row for row in rows if row["kind"] == kind and row["content"]["sha256"] == photo.sha256]


def _excused(entry: dict, held: Holdings) -> bool:
    """Held for the supervisor, or refused for a good reason: visible either way."""
    own = [row for row in held.packets if row["draft_id"] == entry["draft_id"]]
    codes = {seq: code for row in own for seq, code in row["refused"].items()}
    if codes.get(str(entry["seq"])) in VISIBLE:
        return True
    packet = next(row for row in own if row["id"] == entry["packet_id"])
    return packet["outcome"] == "held" and all(
        row["outcome"] == "held" for row in own if row["number"] > packet["number"]
    )


def found_out_of_force(held: Holdings) -> Iterator[str]:
    """Answers that arrived but are neither in force nor beside, nor held or refused for a good reason."""
    for entry in held.entries:
        if entry["kind"] != "answer" or _excused(entry, held):
            continue
        revisions = [row for row in held.revisions if row["item_id"] == entry["item_id"]]
        own = any(row["draft_id"] == entry["draft_id"] and row["seq"] == entry["seq"] for row in revisions)
        if not own and not any(matches(row["content"], entry["content"]["inputs"]) for row in revisions):
            yield f"lost: entry {entry['seq']} of draft {entry['draft_id']} is in no revision"


def found_duplicates(model: Model, held: Holdings) -> Iterator[str]:
    """Anything that is there more often than it was done."""
    if len(held.inspections) > 1:
        yield "duplicated: two inspections of one task"
    made = Counter((row["draft_id"], row["item_id"], row["kind"]) for row in held.entries)
    for key, count in made.items():
        if key[1] and count > model.tried[key]:
            yield f"duplicated: {count} entries of {key[2]} at item {key[1][-4:]}, {model.tried[key]} were made"
    for name, rows in (("packet", held.packets), ("receipt", held.receipts)):
        of = "body_sha256" if name == "packet" else "packet_id"
        for value, count in Counter((row["draft_id"], row[of]) for row in rows).items():
            if count > 1:
                yield f"duplicated: {count} {name}s of {value[1][:12]}"


def found_conflicts(held: Holdings) -> list[tuple[str, str, bool]]:
    """Answers of two drafts that contradict each other: (draft, item, whether a person is shown both)."""
    last: dict[tuple[str, str], dict] = {}
    for entry in held.entries:
        if entry["kind"] == "answer" and not _excused(entry, held):
            last[entry["item_id"], entry["draft_id"]] = entry
    present = {row["item_id"]: row for row in held.answers}
    found = []
    for (item, draft), entry in last.items():
        answer = present.get(item)
        others = [key for key in last if key[0] == item and key[1] != draft]
        differs = others and answer and not matches(answer, entry["content"]["inputs"])
        if differs and not _replaced(entry, held):
            found.append((draft, item, _beside(entry, held)))
    return found


def _replaced(entry: dict, held: Holdings) -> bool:
    """Whether a later answer was given by somebody who had seen this one."""
    rows = [row for row in held.revisions if row["item_id"] == entry["item_id"] and not row["beside"]]
    own = [row["number"] for row in rows if matches(row["content"], entry["content"]["inputs"])]
    bases = {(row["draft_id"], row["seq"]): row["content"].get("base_revision") for row in held.entries}
    return any(
        row["number"] > min(own, default=10**9) and bases.get((row["draft_id"], row["seq"]), 0) in own for row in rows
    )


def _beside(entry: dict, held: Holdings) -> bool:
    flagged = any("conflict" in row["flags"] for row in held.inspections)
    return flagged and any(
        row["beside"] and row["item_id"] == entry["item_id"] and matches(row["content"], entry["content"]["inputs"])
        for row in held.revisions
    )


def found_hidden_conflicts(held: Holdings) -> Iterator[str]:
    """Contradictions that nobody is shown."""
    for draft, item, visible in found_conflicts(held):
        if not visible:
            yield f"hidden conflict: item {item[-4:]} of draft {draft}"


def found_strangers(model: Model, held: Holdings) -> Iterator[str]:
    """Work that left under another name than its owner's."""
    owners = {row["id"]: row["account_id"] for row in held.drafts}
    for row in [*held.packets, *held.receipts]:
        if row["account_id"] != owners[row["draft_id"]]:
            yield f"stranger: draft {row['draft_id']} was sent by another account"
    for draft, account in model.owners.items():
        if owners.get(draft, account) != account:
            yield f"stranger: draft {draft} belongs to another account on the server"


def found_false_times(held: Holdings, made_at: str) -> Iterator[str]:
    """A visit dated before its task was made, or after it arrived, whatever the phone's clock said."""
    for visit in held.inspections:
        arrived = min((row["received_at"] for row in held.packets if row["outcome"] == "taken"), default=None)
        if visit["started_at"] < made_at or (arrived and visit["started_at"] > arrived):
            yield f"false time: the visit began {visit['started_at']}, its task was made {made_at}, it came {arrived}"


def found_disagreement(model: Model, held: Holdings, phones: list[dict]) -> Iterator[str]:
    """Where phone and server differ once everything is sent."""
    chains: dict[str, list[dict]] = defaultdict(list)
    for entry in held.entries:
        chains[entry["draft_id"]].append(entry)
    for visit in (each for phone in phones for each in phone["visits"]):
        chain = chains[visit["id"]]
        if visit["acked_seq"] > len(chain):
            yield f"falsely received: draft {visit['id']} says {visit['acked_seq']}, the server has {len(chain)}"
        if visit["acked_seq"] != visit["seq"]:
            yield f"lost: draft {visit['id']} is not sent ({visit['acked_seq']} of {visit['seq']})"
        elif chain and visit["head"] != chain[-1]["hash"]:
            yield f"disagreement: draft {visit['id']} ends otherwise on phone and server"
    stored = {receipt["id"]: receipt["body"] for receipt in held.receipts}
    for row in (each for phone in phones for each in phone["receipts"]):
        if row["draft"] in model.owners and stored.get(row["id"]) != row["receipt"]:
            yield f"falsely received: receipt {row['id']} is not the server's"


def found_early_deletion(model: Model, phones: list[dict]) -> Iterator[str]:
    """Photos that the phone no longer has: bytes stay seven days after their receipt."""
    here = {each["sha256"] for phone in phones for each in phone["bytes"] if each["here"] == each["size"] > 0}
    for photo in model.photos:
        if photo.sha256 not in here:
            yield f"deleted: the phone has let go of photo {photo.sha256[:12]} before its time"


def found_false_word(model: Model, draft: str, held: Holdings) -> Iterator[str]:
    """What is not on the server although the page has just said that it was received."""
    answers, photos = model.kept_of(draft)
    part = Model(model.task, answers, photos, owners={draft: ""})
    for sentence in [*found_lost(part, held), *found_bytes(part, held)]:
        yield f"falsely received: {sentence}"


def check(model: Model, held: Holdings, phones: list[dict], made_at: str) -> list[str]:
    """Everything that is wrong at the end of a run."""
    return [
        *model.broken,
        *found_lost(model, held),
        *found_bytes(model, held),
        *found_out_of_force(held),
        *found_duplicates(model, held),
        *found_hidden_conflicts(held),
        *found_strangers(model, held),
        *found_false_times(held, made_at),
        *found_disagreement(model, held, phones),
        *found_early_deletion(model, phones),
    ]
