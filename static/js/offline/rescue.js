// The rescue file: everything unsent of one account, encrypted with a passphrase, for the supervisor's desk.

import { canonical, utf8 } from "./canonical.js";
import { stamp } from "./clock.js";
import { asked, get, transact } from "./db.js";
import { WrongPassphrase } from "./errors.js";
import { readable } from "./formats.js";
import { pack } from "./packets.js";

const MARK = "TIAOCHA-RESCUE-1\n";
const ROUNDS = 600_000;
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// One part: length of its heading (4 bytes, big end first), heading as JSON with the size, then so many bytes.
function part(heading, bytes) {
  const head = utf8(canonical({ ...heading, size: bytes.byteLength }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return [length, head, bytes];
}

// Frozen packets as they are; what no packet holds yet is packed for the file alone.
const records = (account) =>
  transact(["visits", "entries", "packets"], "readonly", async (tx) => {
    const own = (store) => asked(tx.objectStore(store).index("account").getAll(account));
    const found = (await own("packets")).filter(({ state }) => state !== "replaced");
    for (const visit of readable(await own("visits"))) {
      const range = IDBKeyRange.bound([visit.id, visit.sent_seq + 1], [visit.id, []]);
      const entries = await asked(tx.objectStore("entries").getAll(range));
      if (entries.length) found.push(pack(visit, entries));
    }
    return found;
  });

async function container(account) {
  const packets = await records(account);
  const parts = packets.map(({ id, draft, body }) => part({ kind: "record", key: id, draft }, utf8(body)));
  for (const sha256 of new Set(packets.flatMap(({ manifest }) => manifest))) {
    const row = await get("bytes", sha256);
    parts.push(row ? part({ kind: "bytes", sha256, type: row.type }, row.bytes) : part({ kind: "lost", sha256 }, new Uint8Array()));
  }
  return new Blob([...part({ kind: "about", account, made_at: stamp(), parts: parts.length }, new Uint8Array()), ...parts.flat()]);
}

async function keyOf(passphrase, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, key, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const chance = (length) => crypto.getRandomValues(new Uint8Array(length));

/** The file, as a Blob: mark, a line of JSON, then AES-256-GCM of the parts; mark and line are authenticated too. */
export async function make(account, passphrase) {
  const [salt, iv] = [chance(16), chance(12)];
  const facts = { cipher: "AES-256-GCM", kdf: "PBKDF2-SHA256", iterations: ROUNDS, salt: base64(salt), iv: base64(iv) };
  const head = utf8(`${MARK}${canonical(facts)}\n`);
  const key = await keyOf(passphrase, salt, ROUNDS);
  const plain = await (await container(account.id || account)).arrayBuffer();
  return new Blob([head, await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: head }, key, plain)]);
}

function split(plain) {
  const parts = [];
  for (let place = 0; place < plain.byteLength; ) {
    const length = new DataView(plain).getUint32(place);
    const heading = JSON.parse(new TextDecoder().decode(plain.slice(place + 4, place + 4 + length)));
    place += 4 + length + heading.size;
    parts.push({ ...heading, bytes: plain.slice(place - heading.size, place) });
  }
  return parts;
}

/** The parts of a rescue file: [{kind: "about"|"record"|"bytes"|"lost", …, bytes}]. */
export async function read(blob, passphrase) {
  const file = new Uint8Array(await blob.arrayBuffer());
  try {
    const end = file.indexOf(10, MARK.length) + 1;
    const { salt, iv, iterations } = JSON.parse(new TextDecoder().decode(file.slice(MARK.length, end)));
    const key = await keyOf(passphrase, unbase64(salt), iterations);
    const opening = { name: "AES-GCM", iv: unbase64(iv), additionalData: file.slice(0, end) };
    return split(await crypto.subtle.decrypt(opening, key, file.slice(end)));
  } catch {
    throw new WrongPassphrase();
  }
}
