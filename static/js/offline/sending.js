// Sending one packet: the evidence that the server lacks, then the record, then its receipt verified.

import { sha256 } from "./canonical.js";
import { asked, get, transact } from "./db.js";
import * as receipts from "./receipts.js";
import { settle } from "./settling.js";
import { ask, Refused, send as sendText } from "./wire.js";

const PIECE = 256 * 1024;
const ASKED = 500;

const wrong = (error) => new Refused(0, { error }); // not what was asked about: as if nothing had been said
const stuck = (error, fields) => new Refused(422, { error, fields });

async function patch(sha256, size, at, bytes) {
  const headers = { "Upload-Offset": String(at), "Upload-Length": String(size) };
  const url = `/api/evidence/${sha256}`;
  const answer = await ask("PATCH", url, { body: bytes.slice(at, at + PIECE), headers, type: "application/octet-stream" });
  if (answer.sha256 !== sha256 || !(answer.complete || answer.offset > at)) throw wrong("not_ours");
  return answer;
}

// Wrong bytes at the other end: ours are checked, and if they are whole the piece is sent again later.
async function judge(error, key, bytes) {
  if (error.code !== "other_bytes") throw error;
  if ((await sha256(bytes)) !== key) throw stuck("bytes_damaged", { sha256: key });
  throw wrong("other_bytes");
}

async function upload({ sha256: key, offset }) {
  const row = await get("bytes", key);
  if (!row) throw stuck("bytes_missing", { sha256: key });
  if (!row.size || row.bytes.byteLength !== row.size) throw stuck("bytes_damaged", { sha256: key });
  for (let at = offset, corrected = 0; ; ) {
    try {
      const answer = await patch(key, row.size, at, row.bytes);
      if (answer.complete) return;
      at = answer.offset;
    } catch (error) {
      if (error.code !== "wrong_offset" || (corrected += 1) > 3) return judge(error, key, row.bytes);
      at = Number(error.fields.offset) || 0;
    }
  }
}

// Sizes out of the index, without reading the bytes.
const sizes = (shas) =>
  transact(["bytes"], "readonly", (tx) =>
    Promise.all(shas.map(async (sha256) => {
      const cursor = await asked(tx.objectStore("bytes").index("size").openKeyCursor(IDBKeyRange.bound([sha256], [sha256, []])));
      return { sha256, size: cursor?.key[1] ?? 0 };
    })));

async function lacking(shas) {
  const { lacking: answer } = await sendText("POST", "/api/evidence/lacking", JSON.stringify({ pieces: await sizes(shas) }));
  if (!Array.isArray(answer) || !answer.every((each) => shas.includes(each.sha256))) throw wrong("not_ours");
  return answer;
}

async function hand(shas, done) {
  for (let from = 0; from < shas.length; from += ASKED) {
    const part = shas.slice(from, from + ASKED);
    const wanted = await lacking(part);
    done(part.length - wanted.length);
    for (const piece of wanted) {
      await upload(piece);
      done(1);
    }
  }
}

async function put({ id, draft, body }) {
  const answer = await sendText("PUT", `/api/records/${draft}`, body, { "Idempotency-Key": id });
  if (answer.draft !== draft || answer.packet !== id || !Array.isArray(answer.receipt?.evidence)) throw wrong("not_ours");
  return answer;
}

async function record(packet) {
  try {
    return await put(packet);
  } catch (error) {
    if (error.code !== "lacking_evidence") throw error;
    await hand((error.fields.lacking || []).filter((each) => packet.manifest.includes(each)), () => {});
    return put(packet);
  }
}

/** Send it; nothing on the phone changes before the receipt is verified. `done(n)` counts pieces. */
export async function send(packet, done) {
  await hand(packet.manifest, done);
  const answer = await record(packet);
  const { receipt } = answer;
  if (!(await receipts.verify(receipt, await receipts.keys(receipt.key)))) throw wrong("receipt_forged");
  if (!receipts.covers(receipt, packet)) throw wrong("receipt_incomplete");
  await settle(packet, answer);
  done(1);
}
