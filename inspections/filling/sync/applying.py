"""Putting the entries of a chain into force, in their order; each that cannot be says why and changes nothing."""

from datetime import datetime

from accounts.audit import record
from accounts.models import Account
from core.db import db
from core.errors import N_, DomainError, Invalid
from inspections.evidence import attaching
from inspections.evidence.attaching import KeptPhoto
from inspections.filling import services
from inspections.filling.services import Source
from inspections.filling.sync import queries
from inspections.filling.sync.merging import AGREES, BESIDE, SAME, Present, first, place, place_attribute
from inspections.filling.sync.models import HandedIn
from inspections.visits import queries as filling
from inspections.visits.editable import around, kept_content, require_editable
from inspections.visits.entries import read_entry
from inspections.visits.models import Inspection, Signature
from inspections.visits.states import require_open

CLOSED_ITEM = "not_reopened"  # such a refusal is no reason against submitting: the item is as it was


class Application:
    """One record being applied to one visit; what all entries need is loaded once."""

    def __init__(self, actor: Account, inspection: Inspection, draft: str, now: datetime):
        self.actor, self.inspection, self.draft, self.now = actor, inspection, draft, now
        self.items = {item.id: item for item in inspection.checklist_version.items}
        self.around = around(inspection, now)
        self.present: dict[str, Present] = queries.presents(queries.revisions_of(inspection))
        self.bytes: dict[str, HandedIn] = {}
        self.refused: list[dict] = []
        self.problems: dict[tuple, str] = {}  # (item, what) → sentence; gone when a later entry mends it
        self.mended: set[tuple] = set()

    def apply(self, entries: list[dict]) -> list[dict]:
        """Apply the entries; those refused, with code and sentence."""
        named = {entry["content"].get(name) for entry in entries for name in ("sha256", "marks")} - {None}
        self.bytes = queries.handed_in(self.actor, named)
        for entry in entries:
            self._apply_one(entry)
        return self.refused

    def _apply_one(self, entry: dict) -> None:
        try:
            getattr(self, f"_{entry['kind']}")(entry)
            self.problems.pop(_subject(entry), None)
            self.mended.add(_subject(entry))
        except DomainError as error:
            said = next((each for each in error.fields.values() if isinstance(each, str)), None)
            sentence = said or error.text
            self.refused.append({"seq": entry["seq"], "code": error.code, "message": sentence, "error": error})
            if error.code != CLOSED_ITEM:
                self.problems[_subject(entry)] = sentence

    def _answer(self, entry: dict) -> None:
        item, said = self.items[entry["item"]], entry["content"]
        given = read_entry(item, said["inputs"])
        content = services.content_of(self.inspection, item, given, self.now, self.around)
        present = self._present(item.id)
        require_editable(self.inspection, item, self.around)
        where = place(present, content, said["base_revision"], self.draft)
        if where == SAME or (present is None and content == services.NOTHING):
            return
        about = {"item_id": item.id, "content": content, "answered_at": datetime.fromisoformat(entry["at"])}
        if where == BESIDE:
            return self._keep_beside(entry, present, about)
        answer = services.save_answer(
            self.actor,
            self.inspection,
            item,
            given,
            self.now,
            answered_at=about["answered_at"],
            around=self.around,
            source=self._source(entry),
            again=where == AGREES,
        )
        self._now_in_force(item.id, present, (answer.revision, content, self.draft))

    def _present(self, item_id: str) -> Present | None:
        """The answer in force; one from before revisions were kept is nobody's draft."""
        known = self.present.get(item_id)
        answer = filling.answers_of(self.inspection).get(item_id)
        if known or answer is None:
            return known
        return first(answer.revision, kept_content(answer), None)

    def _now_in_force(self, key: str, present: Present | None, said: tuple) -> None:
        self.present[key] = present.then(*said) if present else first(*said)

    def _attribute(self, entry: dict) -> None:
        name, value = entry["content"]["name"], entry["content"]["value"]
        if value not in services.attribute_options(self.inspection).get(name, ()):
            raise Invalid(N_("请选择列出的一项。"))
        require_open(self.inspection.state)
        present, content = self.present.get(name), {"value": value}
        where = place_attribute(present, content, self.draft)
        if where == SAME:
            return
        if where == BESIDE:
            about = {"attribute": name, "content": content, "answered_at": datetime.fromisoformat(entry["at"])}
            return self._keep_beside(entry, present, about)
        services.set_attributes(self.actor, self.inspection, {name: value}, self.now, self._source(entry), again=True)
        self._now_in_force(name, present, (0, content, self.draft))

    def _keep_beside(self, entry: dict, present: Present, about: dict) -> None:
        """A true conflict: the present one stays in force, the other is kept, a person decides at a desk."""
        flags = sorted({*self.inspection.flags, "conflict"})
        facts = {"item": about.get("item_id"), "attribute": about.get("attribute"), "draft": self.draft}
        record(self.actor, "answer.conflict", self.inspection, after=facts)
        self.inspection.flags = flags
        services.keep_revision(
            self.actor, self.inspection, self.now, self._source(entry), number=present.revision, beside=True, **about
        )
        db.session.flush()

    def _photo(self, entry: dict) -> None:
        said, item = entry["content"], self.items[entry["item"]]
        photo = self._handed_in(said["sha256"])
        facts = {"taken_at": (said.get("taken_at") or "")[:40], **_place(said)}
        if said.get("marks"):
            facts["marks_sha256"] = self._handed_in(said["marks"]).sha256
        attaching.attach(
            self.actor, self.inspection, item, photo.sha256, lambda: _kept(photo), self.now, facts, self.around
        )

    def _handed_in(self, digest: str) -> HandedIn:
        row = self.bytes[digest]
        if row.refusal:
            raise Refused(row.refusal, row.refused_because)
        return row

    def _withdraw(self, entry: dict) -> None:
        digest, item = entry["content"]["sha256"], self.items[entry["item"]]
        self.problems.pop((item.id, digest), None)
        evidence = filling.find_photo(self.inspection, item.id, digest)
        if evidence is not None and evidence.withdrawn_at is None:
            require_editable(self.inspection, item, self.around)
            attaching.withdraw_photo(self.actor, self.inspection, evidence.id, self.now)

    def _signature(self, entry: dict) -> None:
        said = entry["content"]
        image = self._handed_in(said["sha256"])
        require_open(self.inspection.state)
        signature = Signature(
            inspection_id=self.inspection.id,
            draft_id=self.draft,
            seq=entry["seq"],
            sha256=image.sha256,
            shown_sha256=image.shown_sha256,
            signer=said["signer"],
            signed_at=entry["at"],
            received_at=self.now,
        )
        record(self.actor, "inspection.sign", self.inspection, after={"sha256": image.sha256})
        db.session.add(signature)
        db.session.flush()

    def _submit(self, entry: dict) -> None:
        """Only the note that the inspector was done; the record itself says whether to submit."""

    def _source(self, entry: dict) -> Source:
        return Source(self.draft, entry["seq"])

    def submit(self, before: list[tuple[dict, str]]) -> dict[str, str] | None:
        """Hand the visit to review, or say by item code what is missing; what was refused is missing."""
        problems = self._unmended(before) | self.problems
        by_code = {self.items[item].code if item else what: said for (item, what), said in problems.items()}
        if by_code:
            return by_code | services.what_is_missing(self.inspection, self.now)
        try:
            services.submit(self.actor, self.inspection, self.now)
        except services.MissingAnswers as incomplete:
            return incomplete.fields
        return None

    def _unmended(self, before: list[tuple[dict, str]]) -> dict[tuple, str]:
        """Refusals of earlier packets that nothing has followed since."""
        left: dict[tuple, str] = {}
        for entry, code in before:
            left.pop(_subject(entry), None)
            if code and code != CLOSED_ITEM:
                left[_subject(entry)] = N_("先前发送的内容有误，请重新填写。")
        return {subject: sentence for subject, sentence in left.items() if subject not in self.mended}


class Refused(DomainError):
    """Bytes that are kept but are no photo; found out when they were handed in."""

    status = 415

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.given = code

    @property
    def code(self) -> str:
        """The code of the refusal at that time."""
        return self.given


def _subject(entry: dict) -> tuple:
    content = entry["content"]
    what = content.get("sha256") if entry["kind"] in ("photo", "withdraw") else content.get("name", entry["kind"])
    return entry["item"], what


def _place(said: dict) -> dict:
    """Place and accuracy as the phone wrote them; what is no number or not on earth is left out."""
    found = {name: _number(said.get(name)) for name in ("latitude", "longitude", "accuracy")}
    latitude, longitude = found["latitude"], found["longitude"]
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {}
    return found


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text and len(text) <= 24 else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < 1e9 else None


def _kept(row: HandedIn) -> KeptPhoto:
    return KeptPhoto(**{name: getattr(row, name) for name in KeptPhoto.__dataclass_fields__})
