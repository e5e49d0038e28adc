"""A phone in Python: builds the chain of a draft, hands in bytes piece by piece, sends records, checks receipts."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from core.ids import new_id
from inspections.filling.sync.chain import GENESIS, canonical, entry_hash
from inspections.filling.sync.keys import genuine
from inspections.filling.sync.receipts import unsigned


def sha256(data: bytes) -> str:
    """The hash under which bytes are handed in."""
    return hashlib.sha256(data).hexdigest()


class Phone:
    """One draft on one phone. `client` is anything with Flask's test client methods, signed in."""

    def __init__(self, client, version: str, task: str | None = None, site: str | None = None, **settings):
        self.client, self.version, self.task, self.site = client, version, task, site
        self.draft, self.inspection = settings.get("draft", new_id()), settings.get("inspection", new_id())
        self.now = settings.get("now", datetime.now(UTC) - timedelta(minutes=1))
        self.piece = settings.get("piece", 256 * 1024)
        self.headers = settings.get("headers", {})
        self.clock = settings.get("clock")
        self.entries: list[dict] = []
        self.sent = 0
        self.bytes: dict[str, bytes] = {}
        self.revisions: dict[str, int] = {}

    # what is done on the phone

    def _add(self, kind: str, item: str, content: dict) -> dict:
        previous = self.entries[-1]["hash"] if self.entries else GENESIS
        entry = {"seq": len(self.entries) + 1, "kind": kind, "item": item, "content": content}
        entry |= {"at": self.now.isoformat(), "previous": previous}
        entry["hash"] = entry_hash(entry)
        self.entries.append(entry)
        return entry

    def answer(self, item: str, base: int | None = None, **inputs: str) -> dict:
        """Answer an item, on top of the revision that the phone saw last."""
        base = self.revisions.get(item, 0) if base is None else base
        return self._add("answer", item, {"inputs": inputs, "base_revision": base})

    def attribute(self, name: str, value: str) -> dict:
        """Say something of the site."""
        return self._add("attribute", "", {"name": name, "value": value})

    def photo(self, item: str, data: bytes, **said) -> dict:
        """Take a photo."""
        digest = self._keep(data)
        content = {"sha256": digest, "size": len(data), "name": "a.jpg", "taken_at": self.now.isoformat()}
        return self._add("photo", item, {**content, **said})

    def withdraw(self, item: str, data: bytes) -> dict:
        """Take a photo out again."""
        return self._add("withdraw", item, {"sha256": sha256(data)})

    def sign(self, data: bytes, signer: str = "张三") -> dict:
        """Have somebody sign on the glass."""
        return self._add("signature", "", {"sha256": self._keep(data), "signer": signer})

    def done(self) -> dict:
        """The inspector says that this is all."""
        return self._add("submit", "", {})

    def _keep(self, data: bytes) -> str:
        self.bytes[sha256(data)] = data
        return sha256(data)

    # what goes over the wire

    def lacking(self, digests=None):
        """Ask which bytes the server lacks."""
        pieces = [{"sha256": each, "size": len(self.bytes[each])} for each in (digests or self.bytes)]
        return self.client.post("/api/evidence/lacking", json={"pieces": pieces}, headers=self.headers)

    def send_piece(self, digest: str, offset: int, piece: bytes, size: int | None = None):
        """One piece of a file."""
        size = len(self.bytes[digest]) if size is None else size
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(size), **self.headers}
        return self.client.patch(f"/api/evidence/{digest}", data=piece, headers=headers)

    def hand_in(self) -> None:
        """Every byte that the server lacks, piece by piece, from where it stopped."""
        if not self.bytes:
            return
        for each in self.lacking().get_json()["lacking"]:
            data, offset = self.bytes[each["sha256"]], each["offset"]
            while True:
                answer = self.send_piece(each["sha256"], offset, data[offset : offset + self.piece]).get_json()
                offset = answer["offset"]
                if answer["complete"]:
                    break

    def packet(self, submit: bool = False, first: int | None = None, **changes) -> bytes:
        """The body of a record with everything not yet confirmed."""
        first = self.sent + 1 if first is None else first
        entries = self.entries[first - 1 :]
        previous = self.entries[first - 2]["hash"] if first > 1 else GENESIS
        named = {each["content"].get(name) for each in entries for name in ("sha256", "marks")} - {None}
        clock = {"device_now": self.now.isoformat(), "server_seen_at": None, "device_seen_at": None, "elapsed_ms": None}
        body = {
            "draft": self.draft,
            "inspection": self.inspection,
            "task": self.task,
            "site": self.site,
            "checklist_version": self.version,
            "started_at": self.now.isoformat(),
            "clock": self.clock or clock,
            "first": first,
            "entries": entries,
            "head": entries[-1]["hash"] if entries else previous,
            "manifest": sorted(named - {sha256(b"")}),
            "submit": submit,
        }
        return json.dumps({**body, **changes}, ensure_ascii=False).encode()

    def put(self, body: bytes, key: str | None = None, draft: str | None = None):
        """Send a record."""
        headers = {"Idempotency-Key": key or new_id(), "Content-Type": "application/json", **self.headers}
        return self.client.put(f"/api/records/{draft or self.draft}", data=body, headers=headers)

    def send(self, submit: bool = False):
        """Bytes, then the record, then what the answer says is taken in on the phone."""
        self.hand_in()
        response = self.put(self.packet(submit))
        if response.status_code == 200:
            self.learn(response.get_json())
        return response

    def learn(self, answer: dict) -> None:
        """Take the server's word: what it has, and which revisions stand."""
        self.sent = max(self.sent, answer["receipt"]["entries"])
        self.inspection = answer["inspection"] or self.inspection
        self.revisions |= {item: each["revision"] for item, each in answer["items"].items()}

    def believes(self, receipt: dict) -> bool:
        """Whether the receipt is genuine and speaks of this draft's chain."""
        keys = {key["kid"]: key for key in self.client.get("/api/receipt-key").get_json()["keys"]}
        own = receipt["draft"] == self.draft and receipt["head"] == self.entries[receipt["entries"] - 1]["hash"]
        return own and genuine(keys[receipt["key"]], canonical(unsigned(receipt)), receipt["signature"])
