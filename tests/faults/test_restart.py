"""The server dies at every named point while a phone hands in bytes or a record; started again, all goes on."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from core.blobs import BlobStore
from core.failpoints import POINTS
from core.ids import new_id
from tests.faults.client import Client
from tests.faults.county import build
from tests.faults.server import Server
from tests.phone import Phone, sha256
from tests.world import jpeg

ONLY_BYTES, ONLY_RECORDS = ("file.", "piece."), ("audit.",)
DYING = [("PATCH", point) for point in POINTS if not point.startswith(ONLY_RECORDS)]
DYING += [("PUT", point) for point in POINTS if not point.startswith(ONLY_BYTES)]
EARLIER, LATER = jpeg(30), jpeg(60)


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county at rest, one photo of the visit already handed in."""
    folder = tmp_path_factory.mktemp("county") / "instance"
    made = build(folder)
    server = Server(folder)
    server.start()
    try:
        client = Client(server.address)
        client.sign_in("jiancha")
        phone = Phone(client, made["version"], made["tasks"][0])
        phone._keep(EARLIER)
        phone.hand_in()
    finally:
        server.stop()
    made["folder"] = folder
    return made


@pytest.fixture
def servers(county, tmp_path):
    """Makes servers on one copy of the county; all are ended."""
    started = []
    shutil.copytree(county["folder"], tmp_path / "instance")

    def _server() -> Server:
        started.append(Server(tmp_path / "instance"))
        return started[-1]

    yield _server
    for each in started:
        each.stop()


def _signed_in(server: Server) -> Client:
    client = Client(server.address)
    client.sign_in("jiancha")
    return client


def _first_asked_for(point: str) -> str:
    """Preparing the installation reaches the commit of its two units of work first."""
    return f"{point}:3" if point.startswith("commit.") else point


def _visit(county, client: Client) -> tuple[Phone, bytes, str]:
    """A visit with both photos, frozen as a packet under its key."""
    phone = Phone(client, county["version"], county["tasks"][0])
    phone.answer(county["items"]["A001"], state="pass")
    phone.answer(county["items"]["A002"], state="fail", note="破损")
    phone.photo(county["items"]["A002"], EARLIER)
    phone.photo(county["items"]["A002"], LATER)
    return phone, phone.packet(), new_id()


def _rows(server: Server) -> dict[str, int]:
    with sqlite3.connect(server.instance / "tiaocha.db") as database:
        tables = ("inspection", "packet", "receipt", "answer", "evidence")
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


ONE_RECORD = {"inspection": 1, "packet": 1, "receipt": 1, "answer": 2, "evidence": 2}


@pytest.mark.parametrize(("method", "point"), DYING)
def test_a_server_that_dies_loses_nothing_and_takes_the_repeated_record_once(county, servers, method, point):
    server = servers()
    server.start()
    client = _signed_in(server)
    phone, body, key = _visit(county, client)
    if method == "PUT":
        phone.hand_in()
    server.stop()
    server.start(die_at=_first_asked_for(point))  # at the same address, for the same sign-in
    with pytest.raises((OSError, HTTPException)):
        phone.put(body, key) if method == "PUT" else phone.send_piece(sha256(LATER), 0, LATER)
    server.process.wait(20)

    server.start()
    phone.hand_in()
    assert phone.lacking().get_json() == {"lacking": []}
    first, again = phone.put(body, key), phone.put(body, key)
    assert first.status_code == 200 and first.data == again.data
    assert phone.believes(first.get_json()["receipt"]) and _rows(server) == ONE_RECORD
    store = BlobStore(server.instance / "evidence")
    assert [store.get(sha256(each)) for each in (EARLIER, LATER)] == [EARLIER, LATER]


def test_the_same_packet_to_several_processes_at_once_has_one_effect_and_one_answer(county, servers):
    running = [servers() for _ in range(2)]
    for server in running:
        server.start()
    clients = [_signed_in(server) for server in running for _ in range(3)]
    phone, body, key = _visit(county, clients[0])
    phone.hand_in()

    def send(client: Client):
        own = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return client.put(f"/api/records/{phone.draft}", body, own)

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(send, clients))
    assert {each.status_code for each in answers} == {200} and len({each.data for each in answers}) == 1
    assert _rows(running[0]) == ONE_RECORD
