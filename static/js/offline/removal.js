// Giving room back: bytes go 7 days after the verified receipt that lists them, never before. Both times are the server's:
// a phone whose battery was flat may be years off.

import { serverTime } from "./clock.js";
import { asked, transact } from "./db.js";
import { NotReceived } from "./errors.js";
import { drop } from "./journal.js";
import { release } from "./pieces.js";

const TERM = 7 * 24 * 3600 * 1000;
const STORES = ["visits", "entries", "bytes", "thumbs", "packets", "receipts"];

const time = (receipt) => Date.parse(receipt.received_at);

// When a receipt of the draft first listed these bytes.
function listed(receipts) {
  const first = new Map();
  for (const { evidence, receipt } of receipts) {
    for (const sha256 of evidence) first.set(sha256, Math.min(time(receipt), first.get(sha256) ?? Infinity));
  }
  return first;
}

const own = (tx, name, draft) => asked(tx.objectStore(name).index("draft").getAll(draft));
const keys = (tx, draft) => asked(tx.objectStore("bytes").index("draft").getAllKeys(draft));

async function purgeVisit(tx, { id }, now) {
  const due = listed(await own(tx, "receipts", id));
  let freed = 0;
  for (const sha256 of await keys(tx, id)) {
    if (due.get(sha256) + TERM <= now) freed += await release(tx.objectStore("bytes"), sha256, id);
  }
  return freed;
}

/** Drop the bytes of received visits whose term is over, the oldest visits first. Gives the bytes freed. */
export async function purge(enough = Infinity) {
  const now = await serverTime();
  const visits = await transact(["visits"], "readonly", (tx) => asked(tx.objectStore("visits").getAll()));
  const old = visits.filter(({ seq, acked_seq, state }) => state !== "draft" && seq === acked_seq);
  let freed = 0;
  for (const visit of old.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (freed < enough) freed += await transact(STORES, "readwrite", (tx) => purgeVisit(tx, visit, now));
  }
  return freed;
}

function isOver(visit, receipts, shas, now) {
  const due = listed(receipts);
  const last = Math.min(...receipts.filter(({ entries }) => entries >= visit.seq).map(({ receipt }) => time(receipt)));
  return visit.seq === visit.acked_seq && last + TERM <= now && shas.every((sha256) => due.get(sha256) + TERM <= now);
}

const takeOff = (draft, confirmed, now) =>
  transact(STORES, "readwrite", async (tx) => {
    const visit = await asked(tx.objectStore("visits").get(draft));
    if (!visit) return;
    const shas = await keys(tx, draft);
    if (!confirmed && !isOver(visit, await own(tx, "receipts", draft), shas, now)) throw new NotReceived();
    for (const sha256 of shas) {
      await release(tx.objectStore("bytes"), sha256, draft);
      if (!(await asked(tx.objectStore("bytes").getKey(sha256)))) tx.objectStore("thumbs").delete(sha256);
    }
    for (const { id } of await own(tx, "packets", draft)) tx.objectStore("packets").delete(id);
    tx.objectStore("entries").delete(IDBKeyRange.bound([draft], [draft, []]));
    tx.objectStore("visits").delete(draft);
  });

/** Take a visit off the phone: received and 7 days over, or confirmed by the person that it is to be lost. */
export async function remove(draft, { confirmed = false } = {}) {
  await takeOff(draft, confirmed, await serverTime());
  drop(draft);
}
