// What the server's answer to a packet means for the visit on the phone; one transaction with the receipt.

import { canonical } from "./canonical.js";
import { asked, transact } from "./db.js";
import { upgrade } from "./formats.js";

// An answer of ours that is newer, in conflict or refused stays on the screen; anything else is as the server has it.
function merge(visit, id, { inputs, revision, conflict, by }, ours) {
  const item = (visit.items[id] ??= { inputs: {}, base_revision: 0, at: null, photos: [] });
  item.conflict = conflict;
  if (ours) return;
  delete item.theirs;
  if (conflict && canonical(inputs) !== canonical(item.inputs)) item.theirs = { inputs, revision, by };
  else Object.assign(item, { inputs, base_revision: revision });
}

const newer = async (tx, { draft, last }) =>
  asked(tx.objectStore("entries").getAll(IDBKeyRange.bound([draft, last + 1], [draft, []])));

function refusals(entries, refused) {
  return refused.map((each) => ({ ...each, item: entries.find(({ seq }) => seq === each.seq)?.item ?? "" }));
}

function settleVisit(visit, packet, answer, unsent) {
  const { entries } = JSON.parse(packet.body);
  const refused = refusals(entries, answer.refused || []);
  const ours = new Set([...unsent, ...refused].map(({ item }) => item));
  for (const [id, item] of Object.entries(answer.items || {})) merge(visit, id, item, ours.has(id));
  const { inspection, outcome, reason, message, state } = answer;
  Object.assign(visit, { inspection, outcome: { outcome, reason, message, state }, acked_seq: Math.max(visit.acked_seq, packet.last) });
  const older = (visit.refused || []).filter(({ item }) => !entries.some((each) => each.item === item));
  visit.refused = [...older, ...refused];
  if (!packet.submit) return;
  if (answer.missing) visit.missing = answer.missing;
  else delete visit.missing;
  visit.state = answer.missing ? "draft" : outcome === "held" ? "held" : "received";
}

/** Receipt, acknowledgement, the server's revisions: stored at once, and the packet is done. */
export const settle = (packet, answer) =>
  transact(["visits", "entries", "packets", "receipts"], "readwrite", async (tx) => {
    const { receipt } = answer;
    const { id, draft, account, evidence, entries } = receipt;
    tx.objectStore("receipts").put({ id, draft, account, evidence, entries, receipt });
    const packets = tx.objectStore("packets");
    for (const each of await asked(packets.index("draft").getAll(draft))) if (each.last <= packet.last) packets.delete(each.id);
    const stored = await asked(tx.objectStore("visits").get(draft));
    if (!stored) return; // the person took it off the phone meanwhile
    const visit = upgrade(stored);
    settleVisit(visit, packet, answer, await newer(tx, packet));
    tx.objectStore("visits").put(visit);
  });
