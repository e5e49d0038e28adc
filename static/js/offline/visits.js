// The visits on this phone: beginning one, opening it again, listing them. Changing one is in changes.js.

import { START } from "./chain.js";
import { reading, stamp } from "./clock.js";
import { all, asked, get, transact } from "./db.js";
import { FORMAT, readable, upgrade } from "./formats.js";
import { ulid } from "./ulid.js";

export { addPhoto, setAnswer, setAttribute, sign, submit, withdrawPhoto } from "./changes.js";

// Giving room back is no work of the form, which does without its script.
export const purge = async () => (await import("./removal.js")).purge();
export const remove = async (draft, sure) => (await import("./removal.js")).remove(draft, sure);

const photo = ({ id, sha256 = null, thumb, url, alt, caption, taken_at = null, ...rest }) => ({
  ...rest, sha256, taken_at, server: { id, thumb, url, alt, caption },
});

// What the server has for an item takes the place of what the phone had; the phone's own photos stay.
function fromServer(old, { inputs, revision, photos = [], returned, locked, conflict }) {
  const known = new Map(photos.map((each) => [each.sha256 ?? each.id, photo(each)]));
  const own = (old?.photos || []).map((each) => ({ ...each, ...(known.get(each.sha256) && { server: known.get(each.sha256).server }) }));
  const others = [...known.values()].filter(({ sha256 }) => !own.some((each) => each.sha256 === sha256));
  return { at: null, ...old, inputs, base_revision: revision, returned, locked, conflict, photos: [...own, ...others] };
}

function reopen(visit, server) {
  visit.inspection = server.id;
  visit.attributes = { ...visit.attributes, ...server.attributes };
  for (const [key, item] of Object.entries(server.items)) {
    const id = item.id || key;
    visit.items[id] = fromServer(visit.items[id], item);
  }
  visit.round = server.row_version;
  visit.state = "draft";
}

const isOpen = (server) => ["draft", "returned"].includes(server?.state);
const isBack = (visit, server) => visit.acked_seq === visit.seq && isOpen(server) && !(server.row_version <= visit.round);

async function make({ account, task, site, version, inspection, attributes }, clock) {
  return {
    id: ulid(), format: FORMAT, account, inspection: inspection || ulid(), task: task || null, site, version,
    attributes: { ...attributes }, items: {}, signature: null, head: START, seq: 0, sent_seq: 0, acked_seq: 0, state: "draft",
    started_at: stamp(), changed_at: stamp(), clock, total: null, round: null,
  };
}

function find(visits, { task, inspection, visit }) {
  const same = (each) => (task ? each.task === task : inspection && each.inspection === (visit?.id || inspection));
  return visits.filter(same).sort((a, b) => (a.id < b.id ? 1 : -1))[0];
}

/**
 * Begin a visit; the draft that this account has for that task, if there is one. `visit` is the server's state of it:
 * a visit that the server gave back is open again. Gives the id of the draft.
 */
export async function begin({ account, visit: server, ...wanted }) {
  const owner = account.id || account;
  const made = await make({ account: owner, ...wanted }, await reading());
  return transact(["visits", "versions"], "readwrite", async (tx) => {
    const visits = tx.objectStore("visits");
    const known = find(await asked(visits.index("account").getAll(owner)), { ...wanted, visit: server });
    if (known && !isBack(upgrade(known), server)) return known.id;
    const visit = known ? upgrade(known) : made;
    if (isOpen(server)) reopen(visit, server);
    visit.total = (await asked(tx.objectStore("versions").get(visit.version)))?.items.length ?? visit.total;
    visits.put(visit);
    return visit.id;
  });
}

/** The visit, in one read; null when it is not on this phone or belongs to another account than the one signed in. */
export const load = (draft) =>
  transact(["visits", "settings"], "readonly", async (tx) => {
    const [visit, account] = await Promise.all([
      asked(tx.objectStore("visits").get(draft)), asked(tx.objectStore("settings").get("account")),
    ]);
    return visit && visit.account === account?.value.id ? upgrade(visit) : null;
  });

/** How far a visit is, as the form counts it: {answered, total}; each change carries it too. */
export const keepProgress = (draft, progress) =>
  transact(["visits"], "readwrite", async (tx) => {
    const visits = tx.objectStore("visits");
    const found = await asked(visits.get(draft));
    if (found) visits.put({ ...found, progress });
  });

const filled = ({ inputs }) => Object.values(inputs || {}).some(Boolean);

function summary(visit, packets) {
  const { id, task, site, version, state, total, changed_at, seq, acked_seq, inspection, outcome, missing, refused, progress } = visit;
  const items = Object.values(visit.items);
  const pieces = [...items.flatMap(({ photos = [] }) => photos), visit.signature || {}];
  return {
    id, task, site, version, state, changed_at, inspection, outcome, missing, refused, started_at: visit.started_at,
    answered: progress?.answered ?? items.filter(filled).length, // a draft of before has none until its form is opened
    total: progress?.total ?? total,
    waiting: seq > acked_seq,
    last_error: packets.find(({ draft, error }) => draft === id && error)?.error || null,
    bytes: pieces.reduce((sum, { size = 0 }) => sum + size, 0),
  };
}

/** Summaries of the account's visits, the latest change first. */
export async function list(account) {
  const [visits, packets] = await Promise.all(["visits", "packets"].map((store) => all(store, "account", account.id || account)));
  return readable(visits).map((visit) => summary(visit, packets)).sort((a, b) => (a.changed_at < b.changed_at ? 1 : -1));
}

/** The bytes of a photo or signature on this phone, as ArrayBuffer; null when they are not here. */
export const bytes = async (sha256) => (await get("bytes", sha256))?.bytes || null;
export const thumb = async (sha256) => (await get("thumbs", sha256))?.bytes || null;
