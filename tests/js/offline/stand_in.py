"""A stand-in for the server: the wire of the phone in memory, and the faults of a bad network when told."""

import base64
import hashlib
import json
import socket
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

STATIC = Path(__file__).resolve().parents[3] / "static"
TYPES = {".js": "text/javascript", ".json": "application/json", ".html": "text/html; charset=utf-8"}
MEI = {"id": "01ACCOUNTMEI00000000000000", "name": "梅", "role": "inspector"}
LAN = {"id": "01ACCOUNTLAN00000000000000", "name": "兰", "role": "inspector"}
ZEROS = "0" * 64


def canonical(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Refused(Exception):
    def __init__(self, status: int, error: str, **fields):
        self.status, self.body = status, {"error": error, "message": f"({error})", "fields": fields}


@dataclass
class Fault:
    """What goes wrong with requests of a method and path: portal redirect status cut lose wait."""

    kind: str
    on: str = ""
    times: int = 1
    value: int = 0
    release: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)


class World:
    """What the stand-in holds."""

    def __init__(self):
        self.lock = threading.Lock()
        self.account, self.csrf, self.ended = MEI, "token-1", False
        self.partial, self.evidence, self.drafts, self.packets, self.inspections = {}, {}, {}, {}, {}
        self.receipts, self.requests, self.faults, self.answers, self.puts = [], [], [], {}, []
        self.pages = {}  # address → the page that is there
        self.portal = {}  # address → what a portal gives instead
        self.broken_off = set()  # addresses whose page does not come whole
        self.closed, self.required, self.spoil = False, [], lambda receipt: receipt
        self.new_key("k1")

    def new_key(self, kid: str):
        self.key, self.kid = ec.generate_private_key(ec.SECP256R1()), kid

    def jwk(self) -> dict:
        numbers = self.key.public_key().public_numbers()
        x, y = (_b64(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.kid, "use": "sig", "alg": "ES256"}

    def session(self) -> dict:
        """Who is signed in; nobody gets a token."""
        return {
            "signed_in": self.account is not None, "ended": self.ended, "csrf": self.csrf if self.account else "",
            "account": self.account, "pin_required": False, "offline_days": 30,
        }  # fmt: skip

    def signed(self, body: dict) -> dict:
        der = self.key.sign(canonical(body).encode(), ec.ECDSA(hashes.SHA256()))
        raw = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(der))
        return self.spoil({**body, "signature": _b64(raw)})

    def fault(self, kind: str, on: str = "", times: int = 1, value: int = 0) -> Fault:
        self.faults.append(Fault(kind, on, times, value))
        return self.faults[-1]

    def due(self, what: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.times and what.startswith(fault.on):
                    fault.times -= 1
                    return fault
        return None

    # evidence

    def own(self) -> dict:
        return self.evidence.setdefault(self.account["id"], {})

    def unfinished(self) -> dict:
        return self.partial.setdefault(self.account["id"], {})

    def lacking(self, body: dict) -> dict:
        shas = [each["sha256"] for each in body["pieces"] if each["sha256"] not in self.own()]
        return {"lacking": [{"sha256": sha, "offset": len(self.unfinished().get(sha, b""))} for sha in shas]}

    def patch(self, sha: str, offset: int, length: int, data: bytes) -> dict:
        have = self.unfinished().get(sha, b"")
        if sha in self.own():
            return {"sha256": sha, "offset": length, "complete": True}
        if offset != len(have):
            raise Refused(409, "wrong_offset", offset=len(have))
        if offset + len(data) > length:
            raise Refused(422, "beyond_end")
        self.unfinished()[sha] = have + data
        if offset + len(data) < length:
            return {"sha256": sha, "offset": offset + len(data), "complete": False}
        whole = self.unfinished().pop(sha)
        if sha256(whole) != sha:
            raise Refused(422, "other_bytes", offset=0)
        self.own()[sha] = whole
        return {"sha256": sha, "offset": length, "complete": True}

    # records

    def put(self, draft: str, key: str, raw: bytes) -> dict:
        self.puts.append((key, raw))
        digest = sha256(raw)
        if key in self.packets:
            if self.packets[key][0] != digest:
                raise Refused(409, "key_reused", first=self.packets[key][0], second=digest)
            return self.packets[key][1]
        body = json.loads(raw)
        self.check(draft, body)
        answer = self.take(draft, key, body)
        self.packets[key] = (digest, answer)
        return answer

    def check(self, draft: str, body: dict):
        known = self.drafts.get(draft)
        if known and known["account"] != self.account["id"]:
            raise Refused(404, "not_found")
        lacking = [sha for sha in body["manifest"] if sha not in self.own()]
        if lacking:
            raise Refused(409, "lacking_evidence", lacking=lacking)
        entries = known["entries"] if known else []
        if body["first"] > len(entries) + 1:
            raise Refused(409, "chain_gap", next=len(entries) + 1)
        for entry in body["entries"]:
            self.check_entry(entry, entries, body["entries"])
        if body["entries"][-1]["hash"] != body["head"] or body["entries"][0]["seq"] != body["first"]:
            raise Refused(422, "chain_broken", seq=body["first"])

    def check_entry(self, entry: dict, known: list, new: list):
        seq = entry["seq"]
        if seq <= len(known):
            if canonical(known[seq - 1]) != canonical(entry):
                raise Refused(409, "chain_broken", seq=seq)
            return
        before = {each["seq"]: each["hash"] for each in [*known, *new]}
        bare = {name: value for name, value in entry.items() if name != "hash"}
        if entry["previous"] != before.get(seq - 1, ZEROS) or sha256(canonical(bare)) != entry["hash"]:
            raise Refused(422, "chain_broken", seq=seq)

    def take(self, draft: str, key: str, body: dict) -> dict:
        known = self.drafts.setdefault(
            draft, {"account": self.account["id"], "entries": [], "evidence": set(), "inspection": body["inspection"]}
        )
        fresh = [entry for entry in body["entries"] if entry["seq"] > len(known["entries"])]
        known["entries"] += fresh
        known["evidence"] |= set(body["manifest"])
        visit = self.inspections.setdefault(known["inspection"], {"state": "draft", "items": {}})
        if self.closed:
            return self.held(draft, key, known)
        for entry in fresh:
            self.apply(visit, entry, draft)
        missing = {code: f"缺 {code}" for code in self.required if code not in visit["items"]} or None
        if body["submit"]:
            visit["state"] = "draft" if missing else "submitted"
        items = {
            item: {name: value for name, value in each.items() if name != "draft"}
            for item, each in visit["items"].items()
        }
        return {
            "draft": draft, "packet": key, "inspection": known["inspection"], "outcome": "taken", "reason": None,
            "message": None, "state": visit["state"], "items": json.loads(canonical(items)), "refused": [],
            "missing": missing if body["submit"] else None, "receipt": self.receipt(draft, key, known, "taken"),
        }  # fmt: skip

    def held(self, draft: str, key: str, known: dict) -> dict:
        """The task ended before the visit began: the record is kept for the supervisor, nothing of it is applied."""
        return {
            "draft": draft, "packet": key, "inspection": None, "outcome": "held", "reason": "task_over",
            "message": "(task_over)", "state": None, "items": {}, "refused": [], "missing": None,
            "receipt": self.receipt(draft, key, known, "held"),
        }  # fmt: skip

    def apply(self, visit: dict, entry: dict, draft: str):
        if entry["kind"] != "answer":
            return
        content, item = entry["content"], entry["item"]
        old = visit["items"].get(item)
        if (
            old
            and old["inputs"] != content["inputs"]
            and old["draft"] != draft
            and old["revision"] != content["base_revision"]
        ):
            old["conflict"] = True
            return
        revision = old["revision"] + 1 if old else 1
        new = {"revision": revision, "inputs": content["inputs"], "conflict": False, "by": self.account["name"]}
        visit["items"][item] = {**new, "draft": draft}

    def receipt(self, draft: str, key: str, known: dict, outcome: str) -> dict:
        before = (
            {name: value for name, value in self.receipts[-1].items() if name != "signature"} if self.receipts else None
        )
        number = len(self.receipts) + 1
        receipt = self.signed({
            "id": f"01RECEIPT{number:017d}", "sequence": number, "draft": draft, "packet": key,
            "inspection": known["inspection"], "account": self.account["id"], "entries": len(known["entries"]),
            "head": known["entries"][-1]["hash"], "evidence": sorted(known["evidence"]), "outcome": outcome,
            "received_at": datetime.now(UTC).isoformat(), "previous": sha256(canonical(before)) if before else ZEROS,
            "key": self.kid,
        })  # fmt: skip
        self.receipts.append(receipt)
        return receipt


class Handler(BaseHTTPRequestHandler):
    # HTTP/1.0: a browser repeats by itself what fails on a connection used before
    @property
    def world(self) -> World:
        return self.server.world

    def log_message(self, *_):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do_GET(self):
        self.answer()

    do_POST = do_PUT = do_PATCH = do_GET

    def answer(self):
        path = self.path.split("?")[0]
        if path.startswith("/static/") or path in ("/blank", "/portal"):
            return self.file(path)
        if path in self.world.broken_off:
            self.close_connection = True
            return self.send(200, b"<form", "text/html", **{"Tiaocha-Page": path, "Content-Length": 1000})
        if path in self.world.portal:
            return self.send(200, self.world.portal[path], "text/html")
        if path in self.world.pages:
            return self.send(200, self.world.pages[path], "text/html", **{"Tiaocha-Page": path})
        fault = self.world.due(f"{self.command} {path}")
        length = int(self.headers.get("Content-Length") or 0)
        cut = fault and fault.kind == "cut"
        data = self.rfile.read(min(length, fault.value) if cut else length)
        self.world.requests.append(f"{self.command} {path}")
        if fault and fault.kind == "wait":
            fault.reached.set()
            fault.release.wait(30)
        if fault and self.spoilt(fault, path, data):
            return None
        return self.honest(path, data)

    def spoilt(self, fault: Fault, path: str, data: bytes) -> bool:
        if fault.kind == "portal":
            self.send(200, b"<html>Welcome to our WiFi</html>", "text/html")
        elif fault.kind == "redirect":
            self.send(302, b"", "text/html", Location="/portal")
        elif fault.kind == "status":
            self.json(fault.value, {"error": "fault", "message": f"({fault.value})", "fields": {}})
        elif fault.kind == "foreign":
            self.json(200, {"hello": "from another server"})
        elif fault.kind in ("cut", "lose"):
            self.lost(fault, path, data)
        else:
            return False
        return True

    def lost(self, fault: Fault, path: str, data: bytes):
        if fault.kind == "lose":
            self.work(path, data)
        elif self.command == "PATCH":
            unfinished, sha = self.world.unfinished(), path.rsplit("/", 1)[1]
            unfinished[sha] = unfinished.get(sha, b"") + data
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def honest(self, path: str, data: bytes):
        try:
            answer = self.work(path, data)
        except Refused as refused:
            return self.json(refused.status, refused.body)
        return self.json(200, answer)

    def work(self, path: str, data: bytes) -> dict:
        with self.world.lock:
            return self._work(path, data)

    def _work(self, path: str, data: bytes) -> dict:
        world, headers = self.world, self.headers
        if path == "/api/session":
            return world.session()
        if path == "/api/receipt-key":
            return {"keys": [world.jwk()]}
        if world.account is None:
            raise Refused(401, "unauthorized")
        if self.command != "GET" and headers.get("X-CSRFToken") != world.csrf:
            raise Refused(400, "csrf")
        if path == "/api/evidence/lacking":
            return world.lacking(json.loads(data))
        if self.command == "PATCH":
            place = int(headers["Upload-Offset"]), int(headers["Upload-Length"])
            return world.patch(path.rsplit("/", 1)[1], *place, data)
        if self.command == "PUT":
            return world.put(path.rsplit("/", 1)[1], headers["Idempotency-Key"], data)
        if path in world.answers:
            return world.answers[path]
        raise Refused(404, "not_found")

    def file(self, path: str):
        if path in ("/blank", "/portal"):
            return self.send(200, b"<!doctype html><title>blank</title>", "text/html")
        file = STATIC / path.removeprefix("/static/")
        if not file.is_file():
            return self.send(404, b"", "text/plain")
        return self.send(200, file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))

    def json(self, status: int, body: dict):
        self.send(status, json.dumps(body, ensure_ascii=False).encode(), "application/json")

    def send(self, status: int, data: bytes, kind: str, **headers):
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": len(data),
            "Cache-Control": "no-store",
            **headers,
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)


def serve() -> ThreadingHTTPServer:
    """A running stand-in; `.world` is what it holds, `.address` where it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.world = World()
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
