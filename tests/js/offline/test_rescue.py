"""The rescue file holds everything unsent of one account, and opens with its passphrase only."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from tests.js.offline.stand_in import LAN, MEI, sha256

pytestmark = pytest.mark.browser
PASSPHRASE = "煤场 rescue 2026"
FILL = """const visit = await visits.load(given);
await visits.setAnswer(visit, 'i1', { v: '1' });
await visits.addPhoto(visit, 'i1', { bytes: picture(7, 5000), type: 'image/jpeg', name: 'a', taken_at: 't' });"""
MAKE = """const file = await rescue.make(given[0], given[1]);
return Array.from(new Uint8Array(await file.arrayBuffer()))"""
READ = """const parts = await rescue.read(new Blob([Uint8Array.from(given[0])]), given[1]);
return Promise.all(parts.map(async ({ bytes, ...heading }) => ({ ...heading, hash: await canonical.sha256(bytes) })))"""
PICTURE = sha256(bytes((place * 7 + 7) % 251 for place in range(5000)))


def opened(data: bytes) -> list:
    """The parts of a rescue file, read without the phone's own code."""
    mark, line, sealed = data.split(b"\n", 2)
    assert mark == b"TIAOCHA-RESCUE-1"
    facts = json.loads(line)
    salt, iv = base64.b64decode(facts["salt"]), base64.b64decode(facts["iv"])
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, facts["iterations"]).derive(PASSPHRASE.encode())
    plain, parts = AESGCM(key).decrypt(iv, sealed, mark + b"\n" + line + b"\n"), []
    while plain:
        length = int.from_bytes(plain[:4], "big")
        heading = json.loads(plain[4 : 4 + length])
        end = 4 + length + heading["size"]
        parts.append((heading, plain[4 + length : end]))
        plain = plain[end:]
    return parts


def test_the_file_holds_frozen_packets_newer_entries_and_bytes(phone, world):
    draft, fresh = phone.begin("T1"), phone.begin("T2")
    phone.run(FILL + "visit.changed_at = '2020-01-01'; await db.put('visits', visit)", draft)
    world.fault("portal", "PUT")
    phone.run("await queue.wake('hand')")
    phone.run("const visit = await visits.load(given); await visits.setAnswer(visit, 'i2', { v: '2' })", draft)
    phone.run(FILL, fresh)
    parts = opened(bytes(phone.run(MAKE, [MEI["id"], PASSPHRASE])))
    about, records = parts[0][0], [json.loads(data) for heading, data in parts if heading["kind"] == "record"]
    assert (about["kind"], about["account"], about["parts"]) == ("about", MEI["id"], len(parts) - 1)
    assert [(each["draft"], each["first"], len(each["entries"])) for each in records] == [
        (draft, 1, 2),
        (draft, 3, 1),
        (fresh, 1, 2),
    ]
    frozen = phone.run("return (await db.all('packets'))[0]")
    assert parts[1][0]["key"] == frozen["id"] and parts[1][1].decode() == frozen["body"]
    assert [sha256(data) for heading, data in parts if heading["kind"] == "bytes"] == [PICTURE]
    assert phone.stored(draft)["visit"]["acked_seq"] == 0


def test_received_work_and_another_accounts_work_are_not_in_it(phone, world):
    draft = phone.begin()
    phone.run(FILL + "await visits.submit(visit)", draft)
    assert len(opened(bytes(phone.run(MAKE, [LAN["id"], PASSPHRASE])))) == 1
    phone.run("await queue.wake('hand')")
    assert len(opened(bytes(phone.run(MAKE, [MEI["id"], PASSPHRASE])))) == 1


def test_a_wrong_passphrase_and_a_damaged_file_open_nothing(phone):
    draft = phone.begin()
    phone.run(FILL, draft)
    data = phone.run(MAKE, [MEI["id"], PASSPHRASE])
    assert [part["kind"] for part in phone.run(READ, [data, PASSPHRASE])] == ["about", "record", "bytes"]
    assert phone.run(READ, [data, PASSPHRASE])[2]["hash"] == PICTURE
    turned = [*data[:60], data[60] ^ 1, *data[61:]]
    for file, passphrase in [
        (data, "wrong"),
        (data[: len(data) // 2], PASSPHRASE),
        (turned, PASSPHRASE),
        ([], PASSPHRASE),
    ]:
        assert phone.refused(READ, [file, passphrase]) == "WrongPassphrase"
