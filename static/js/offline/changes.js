// Changing a visit: each change is one transaction over visit, chain entry and bytes, and done only when that is complete.

import { entry } from "./chain.js";
import { stamp } from "./clock.js";
import { asked, transact } from "./db.js";
import { ChangedElsewhere, Frozen, Gone, StorageFull } from "./errors.js";
import { upgrade } from "./formats.js";
import { locked } from "./leaving.js";
import { piece, where } from "./pieces.js";

/** Called with the draft's id after every change of this page. */
export const afterwards = new Set();

const turns = new WeakMap(); // visit → the change before
const empty = () => ({ inputs: {}, base_revision: 0, at: null, photos: [] });
const STORES = ["visits", "entries", "bytes", "thumbs"];

function check(visit, item) {
  if (visit.state !== "draft" || visit.items[item]?.locked) throw new Frozen();
}

async function keep(tx, { sha256: key, bytes, type, thumb }, draft) {
  const store = tx.objectStore("bytes");
  const drafts = (await asked(store.get(key)))?.drafts || [];
  await asked(store.put({ sha256: key, bytes, type, size: bytes.byteLength, drafts: [...new Set([...drafts, draft])] }));
  if (thumb) await asked(tx.objectStore("thumbs").put({ sha256: key, bytes: thumb }));
}

async function write(tx, visit, made, alter, pieces) {
  const found = await asked(tx.objectStore("visits").get(visit.id));
  if (!found) throw new Gone();
  const stored = upgrade(found);
  if (stored.head === made.hash) return stored; // it was complete before the connection was lost
  check(stored, made.item);
  if (stored.seq !== visit.seq) throw new ChangedElsewhere();
  if (made.item) stored.items[made.item] = structuredClone(visit.items[made.item] || empty()); // what this page shows of it
  alter(made.item ? stored.items[made.item] : stored, made);
  Object.assign(stored, { head: made.hash, seq: made.seq, changed_at: made.at, progress: visit.progress ?? stored.progress });
  await asked(tx.objectStore("entries").add({ draft: visit.id, ...made }));
  for (const piece of pieces) await keep(tx, piece, visit.id);
  await asked(tx.objectStore("visits").put(stored));
  return stored;
}

const room = async () => (await import("./storage.js")).makeRoom();

async function store(visit, made, alter, pieces) {
  const attempt = () => transact(STORES, "readwrite", (tx) => write(tx, visit, made, alter, pieces));
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof StorageFull) || !(await room().catch(() => 0))) throw error;
    return attempt();
  }
}

// The server takes no text with NUL or half a character; in the chain it would stop all that follows.
const sound = (_, value) => (typeof value === "string" ? value.replace(/\0|\p{Surrogate}/gu, "\ufffd") : value);
const clean = (content) => JSON.parse(JSON.stringify(content), sound);
const texts = (inputs) => Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value ?? "")]));

async function append(visit, { kind, item = "", content, alter, pieces = [] }) {
  check(visit, item);
  const { id, seq, head: previous } = visit;
  const made = await entry({ seq: seq + 1, kind, item, content: clean(content()), at: stamp(), previous });
  const { items, progress, ...rest } = await locked(`draft:${id}`, () => store(visit, made, alter, pieces));
  Object.assign(visit, rest); // other items, and how far the visit is, stay as this page shows them
  if (item) visit.items[item] = items[item];
  for (const tell of afterwards) tell(id, kind);
  return visit;
}

function change(visit, what) {
  const turn = (turns.get(visit) || Promise.resolve()).then(() => append(visit, what));
  turns.set(visit, turn.catch(() => {}));
  return turn;
}

export const setAnswer = (visit, item, inputs) =>
  change(visit, {
    kind: "answer", item,
    content: () => ({ inputs: texts(inputs), base_revision: visit.items[item]?.base_revision || 0 }),
    alter: (stored, { content, at }) => Object.assign(stored, { inputs: content.inputs, at }),
  });

export const setAttribute = (visit, name, value) =>
  change(visit, { kind: "attribute", content: () => ({ name, value }), alter: (stored) => (stored.attributes[name] = value) });

/** Bytes as they came from the camera, `marks` the annotated copy; both are kept as ArrayBuffer under their hash. */
export async function addPhoto(visit, item, { bytes, type, name, taken_at, place, thumb, marks }) {
  const taken = await piece(bytes, type, thumb);
  const drawn = marks ? await piece(marks, type) : null;
  const content = { sha256: taken.sha256, size: taken.bytes.byteLength, name, taken_at, ...where(place), marks: drawn?.sha256 };
  const photo = JSON.parse(JSON.stringify({ ...content, type }));
  const alter = (stored) => (stored.photos = [...stored.photos.filter((each) => each.sha256 !== photo.sha256), photo]);
  return change(visit, { kind: "photo", item, content: () => content, alter, pieces: drawn ? [taken, drawn] : [taken] });
}

/** Only a photo that this visit has: what the chain holds cannot be taken back. */
export function withdrawPhoto(visit, item, key) {
  const chosen = ({ photos }) => photos.filter(({ sha256, withdrawn }) => key && sha256 === key && !withdrawn);
  if (!chosen(visit.items[item] || empty()).length) return Promise.resolve(visit);
  const alter = (stored, { at }) => chosen(stored).forEach((each) => (each.withdrawn = at));
  return change(visit, { kind: "withdraw", item, content: () => ({ sha256: key }), alter });
}

export async function sign(visit, { bytes, type = "image/png", signer }) {
  const drawn = await piece(bytes, type);
  const signature = { sha256: drawn.sha256, size: drawn.bytes.byteLength, signer };
  const content = () => ({ sha256: drawn.sha256, signer });
  return change(visit, { kind: "signature", content, pieces: [drawn], alter: (stored, { at }) => (stored.signature = { ...signature, at }) });
}

export const submit = (visit) => change(visit, { kind: "submit", content: () => ({}), alter: (stored) => (stored.state = "submitted") });
