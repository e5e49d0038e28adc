"""Known bugs as data: each is one or more exact replacements in the code, and the faults that it shows under."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plant:
    """A bug: (file, what stands there, what is put there instead), and which faults are drawn more often to meet it."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    more: str = ""


OFFLINE, SYNC = "static/js/offline", "inspections/filling/sync"

PLANTS = (
    Plant(
        "record sent before its bytes",
        (
            (f"{OFFLINE}/sending.js", "  await hand(packet.manifest, done);\n", ""),
            (f"{SYNC}/services.py", "    if lacking:\n", "    if False:\n"),
            (
                f"{SYNC}/applying.py",
                "        row = self.bytes[digest]\n",
                "        row = self.bytes.get(digest) or HandedIn()\n",
            ),
        ),
    ),
    Plant(
        "bytes deleted before the receipt",
        (
            (
                f"{OFFLINE}/sending.js",
                "      if (answer.complete) return;\n",
                "      if (answer.complete)\n"
                '        return transact(["bytes"], "readwrite", (tx) =>\n'
                '          asked(tx.objectStore("bytes").delete(key)));\n',
            ),
        ),
    ),
    Plant(
        "file stored instead of its bytes",
        (
            (
                f"{OFFLINE}/changes.js",
                "store.put({ sha256: key, bytes, type,",
                "store.put({ sha256: key, bytes: new Blob([bytes]), type,",
            ),
            # read back as some Safari does: nothing is in it
            (
                f"{OFFLINE}/sending.js",
                "  if (!row.size || row.bytes.byteLength !== row.size) throw",
                "  row.bytes = new ArrayBuffer(0);\n  if (!row.size) throw",
            ),
        ),
    ),
    Plant(
        "locks dropped",
        (
            (
                f"{OFFLINE}/changes.js",
                "await locked(`draft:${id}`, () => store(visit, made, alter, pieces))",
                "await store(visit, made, alter, pieces)",
            ),
            (
                f"{OFFLINE}/queue.js",
                'await locked("tiaocha-queue", work, { ifAvailable: true }).catch(note)',
                "await work(true).catch(note)",
            ),
        ),
        "two_tabs=12,delayed=1",
    ),
    Plant(
        "any 200 taken for success",
        (
            (
                f"{OFFLINE}/wire.js",
                '  if (!body || typeof body !== "object") throw new Refused(0);\n',
                "  if (response.ok && !(body && Object.keys(body).length)) return { any: true, lacking: [] };\n"
                '  if (!body || typeof body !== "object") throw new Refused(0);\n',
            ),
            (
                f"{OFFLINE}/sending.js",
                "  if (answer.draft !== draft || answer.packet !== id ||",
                "  if (answer.any) return answer;\n  if (answer.draft !== draft || answer.packet !== id ||",
            ),
            (
                f"{OFFLINE}/sending.js",
                "  const { receipt } = answer;\n",
                "  const { receipt } = answer;\n"
                "  if (answer.any)\n"
                '    return transact(["visits", "packets"], "readwrite", async (tx) => {\n'
                '      const visit = await asked(tx.objectStore("visits").get(packet.draft));\n'
                '      tx.objectStore("visits").put({ ...visit, acked_seq: packet.last });\n'
                '      tx.objectStore("packets").delete(packet.id);\n'
                "    });\n",
            ),
        ),
        "portal=1,empty_json=1",
    ),
    Plant(
        "key not unique",
        (
            (f"{OFFLINE}/sending.js", '{ "Idempotency-Key": id }', '{ "Idempotency-Key": (id = ulid()) }'),
            (
                f"{OFFLINE}/sending.js",
                'import { settle } from "./settling.js";\n',
                'import { settle } from "./settling.js";\nimport { ulid } from "./ulid.js";\n',
            ),
            (
                f"{OFFLINE}/receipts.js",
                "receipt.draft === packet.draft && receipt.packet === packet.id &&",
                "receipt.draft === packet.draft &&",
            ),
        ),
        "response_lost=1,doubled=1,response_cut=1",
    ),
    Plant(
        "clock of the phone trusted",
        ((f"{SYNC}/clocks.py", "    at = min(max(claimed, earliest), latest)\n", "    at = claimed\n"),),
        "clock=12",
    ),
    Plant(
        "cache replaced early",
        (
            (
                "static/sw.js",
                "  try {\n    await fill(CODE, Object.keys(KEPT));\n",
                "  for (const name of await caches.keys()) if (name !== FORMS) await caches.delete(name);\n"
                "  try {\n    await fill(CODE, Object.keys(KEPT));\n",
            ),
        ),
        "release=12,aeroplane=8",
    ),
)


def put_in(plant: Plant, root: Path) -> None:
    """Put the bug into the code there. Raises ValueError where the code no longer reads as it did."""
    for file, old, new in plant.edits:
        text = (root / file).read_text()
        if text.count(old) != 1:
            raise ValueError(f"{plant.name}: {file} has the text {text.count(old)} times: {old}")
        (root / file).write_text(text.replace(old, new))
