// Packets: what is sent is frozen first, so that every repeat has the same key and the same bytes.

import { canonical } from "./canonical.js";
import { stamp } from "./clock.js";
import { all, asked, transact } from "./db.js";
import { readable, upgrade } from "./formats.js";
import { ulid } from "./ulid.js";

const QUIET = 3000;
const MOST = 400; // entries in one packet
const STORES = ["visits", "entries", "packets"];
const range = (draft, from, to) => IDBKeyRange.bound([draft, from], [draft, to]);

function manifest(entries) {
  const named = entries.filter(({ kind }) => kind === "photo" || kind === "signature");
  return [...new Set(named.flatMap(({ content }) => [content.sha256, content.marks]).filter(Boolean))].sort();
}

/** A packet of these entries of a visit. */
export function pack(visit, rows) {
  const entries = rows.map(({ draft, ...entry }) => entry);
  const [{ seq: first }, { seq: last, hash: head, kind }] = [entries[0], entries.at(-1)];
  const { id: draft, inspection, task, site, version, started_at, clock, account } = visit;
  const facts = { first, head, manifest: manifest(entries), submit: kind === "submit" };
  const body = { draft, inspection, task, site: site?.id ?? null, checklist_version: version, started_at, clock, entries, ...facts };
  const made = { id: ulid(), draft, account, last, body: canonical(body), state: "waiting", error: null, made_at: stamp() };
  return { ...made, ...facts };
}

function rest(visit, now) {
  const since = now - Date.parse(visit.changed_at);
  return visit.state !== "draft" || since < 0 ? 0 : Math.max(0, QUIET - since); // a clock that went back holds nothing up
}

/** Freeze what is new in the drafts of the account that nobody is changing just now. Gives the time until the next is due. */
export const freeze = (account, now = Date.now()) =>
  transact(STORES, "readwrite", async (tx) => {
    const [visits, packets] = [tx.objectStore("visits"), tx.objectStore("packets")];
    const under = (await asked(packets.index("account").getAll(account))).filter(({ state }) => state !== "replaced");
    const taken = new Set(under.map(({ draft }) => draft));
    let next = Infinity;
    for (const visit of readable(await asked(visits.index("account").getAll(account)))) {
      if (visit.sent_seq >= visit.seq || taken.has(visit.id)) continue;
      next = Math.min(next, rest(visit, now) || Infinity);
      if (rest(visit, now)) continue;
      const from = visit.sent_seq + 1;
      const packet = pack(visit, await asked(tx.objectStore("entries").getAll(range(visit.id, from, from + MOST - 1))));
      packets.add(packet);
      visits.put({ ...visit, sent_seq: packet.last });
    }
    return next;
  });

/** The packets of an account that can be sent, in order. */
export const waiting = async (account) => (await all("packets", "account", account)).filter(({ state }) => state === "waiting");

/** Write down how sending went; the packet itself stays as it is. */
export const mark = ({ id }, change) =>
  transact(["packets"], "readwrite", async (tx) => {
    const packet = await asked(tx.objectStore("packets").get(id));
    if (packet) tx.objectStore("packets").put({ ...packet, ...change });
  });

/** Whether something of the account needs a person. */
export const isStuck = async (account) => (await all("packets", "account", account)).some(({ state }) => state === "attention");

/** Packets that need attention are tried once more, as they are. */
export const revive = (account) =>
  transact(["packets"], "readwrite", async (tx) => {
    const store = tx.objectStore("packets");
    const stuck = (await asked(store.index("account").getAll(account))).filter(({ state }) => state === "attention");
    for (const packet of stuck) store.put({ ...packet, state: "waiting" });
  });

/** The server knows the draft only up to before `next` (it was restored): what follows is frozen anew from the entries. */
export const rewind = (packet, next) =>
  transact(STORES, "readwrite", async (tx) => {
    const visit = upgrade(await asked(tx.objectStore("visits").get(packet.draft)));
    tx.objectStore("visits").put({ ...visit, sent_seq: next - 1, acked_seq: Math.min(visit.acked_seq, next - 1) });
    tx.objectStore("packets").put({ ...packet, state: "replaced" });
  });
