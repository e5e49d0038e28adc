"""What all runs of one process share: a county, a server that dies and comes back, the phones."""

import hashlib
from pathlib import Path

from playwright.sync_api import Playwright

from accounts.audit_chain import chain_hash
from inspections.filling.sync.chain import canonical
from inspections.filling.sync.keys import ReceiptKey, genuine
from tests.faults.county import build
from tests.faults.handset import Handset
from tests.faults.holdings import Reader
from tests.faults.office import Office
from tests.faults.server import ReadyServer

PEOPLE = ("jiancha", "jiancha1")


class World:
    """The county of a process; every seed gets a task of its own in it."""

    def __init__(self, playwright: Playwright, folder: Path):
        self.instance = folder / "instance"
        made = build(self.instance, length=6)
        self.office = Office(self.instance, made["version"])
        self.reader = Reader(self.instance, self.office.app.config["SQLALCHEMY_DATABASE_URI"])
        self.ids = {name: self.office.account_id(name) for name in PEOPLE}
        self.server = ReadyServer(self.instance)
        self.handsets = [Handset(playwright, folder / f"phone{number}") for number in range(2)]
        self.release, self.key = 0, ReceiptKey(self.instance / "receipt_key.pem")
        self._audited, self._receipted = (0, "00" * 32), (0, "0" * 64)
        self.revive()

    def revive(self) -> None:
        """The server is up, whatever it was before."""
        if self.server.is_dead():
            self.server.start()
            for handset in self.handsets:
                handset.network.server = ("127.0.0.1", self.server.port)

    def expire(self, username: str) -> None:
        """All sessions of the person end, on every phone."""
        self.office.expire(username)
        for handset in self.handsets:
            handset.jars.pop(username, None)

    def items_of(self, version: str) -> dict[str, str]:
        """Code → id."""
        rows = self.reader.rows("SELECT code, id FROM item WHERE version_id = ? ORDER BY position", version)
        return {row["code"]: row["id"] for row in rows}

    def sent(self, drafts: list[str]) -> int:
        """How many packets of these drafts the server has."""
        marks = ", ".join("?" for _ in drafts) or "NULL"
        return self.reader.rows(f"SELECT count(*) AS n FROM packet WHERE draft_id IN ({marks})", *drafts)[0]["n"]

    def unsound(self, thorough: bool) -> list[str]:
        """What is wrong with the database as a whole: pages, references, the chains of audit trail and receipts."""
        found = [*self._broken_audit(), *self._broken_receipts()]
        if thorough:
            found += self.reader.broken()
        return found

    def _broken_audit(self) -> list[str]:
        seq, previous = self._audited
        for row in self.reader.rows(
            "SELECT seq, body, prev_hash, hash FROM audit_entry WHERE seq > ? ORDER BY seq", seq
        ):
            body = row["body"] if isinstance(row["body"], str) else canonical(row["body"])
            sound = row["seq"] == seq + 1 and row["prev_hash"] == previous and row["hash"] == chain_hash(previous, body)
            if not sound:
                return [f"audit trail: broken at {row['seq']}"]
            seq, previous = row["seq"], row["hash"]
        self._audited = seq, previous
        return []

    def _broken_receipts(self) -> list[str]:
        sequence, previous = self._receipted
        for row in self.reader.rows("SELECT * FROM receipt WHERE sequence > ? ORDER BY sequence", sequence):
            body = {name: value for name, value in row["body"].items() if name != "signature"}
            own = hashlib.sha256(canonical(body).encode()).hexdigest()
            sound = body["sequence"] == sequence + 1 and body["previous"] == previous and own == row["fingerprint"]
            if not sound or not genuine(self.key.jwk, canonical(body), row["body"]["signature"]):
                return [f"receipts: broken at {row['sequence']}"]
            sequence, previous = row["sequence"], own
        self._receipted = sequence, previous
        return []

    def close(self) -> None:
        """End everything that was started."""
        for handset in self.handsets:
            if handset.is_running():
                handset.phone.stop()
            handset.network.close()
        self.server.close()
