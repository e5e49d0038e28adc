// Taking tasks and checklists along: everything that a visit needs is on the phone, checked, before the network ends.

import { sha256 as hash } from "./canonical.js";
import { heard } from "./clock.js";
import { all, asked, get, setting, transact } from "./db.js";
import { release } from "./pieces.js";
import { ask, file, Refused } from "./wire.js";

const FORMS = "tiaocha-forms";
const mine = async () => (await setting("account"))?.id ?? "";
const holder = (account, task) => `task:${account}:${task}`; // stands among the drafts of its photos
const form = (version) => `/forms/${version}`;

/** Take a task off the phone, with what was taken along for it. */
export async function dropTask(tx, { account, id }) {
  const store = tx.objectStore("bytes");
  for (const key of await asked(store.index("draft").getAllKeys(holder(account, id)))) await release(store, key, holder(account, id));
  tx.objectStore("tasks").delete([account, id]);
}

async function keepList(tx, account, { tasks, sites = [], checklists, offline_days }) {
  const known = new Map((await asked(tx.objectStore("tasks").index("account").getAll(account))).map((row) => [row.id, row]));
  const begun = new Set((await asked(tx.objectStore("visits").index("account").getAll(account))).map(({ task }) => task));
  for (const site of sites) tx.objectStore("sites").put({ ...site, account });
  for (const task of tasks) {
    tx.objectStore("tasks").put({ ...known.get(task.id), ...task, account });
    tx.objectStore("sites").put({ ...task.site, account });
    known.delete(task.id);
  }
  for (const gone of known.values()) if (!begun.has(gone.id)) await dropTask(tx, gone);
  const settings = { checklists, offline_days, refreshed_at: Date.now() };
  for (const [name, value] of Object.entries(settings)) tx.objectStore("settings").put({ name, value });
}

/** Fetch the list of tasks; what is taken along stays as it is. A failure changes nothing. */
export async function refresh() {
  const answer = await ask("GET", "/api/take-along");
  if (!Array.isArray(answer.tasks) || answer.account?.id !== (await mine())) throw new Refused(0);
  await transact(["tasks", "sites", "visits", "settings", "bytes"], "readwrite", (tx) => keepList(tx, answer.account.id, answer));
  await heard(answer.server_time);
}

async function bytesOf({ sha256, url }) {
  const { response, bytes } = await file(url, { cache: "default" });
  if ((await hash(bytes)) !== sha256) throw new Refused(0, { error: "not_ours", fields: { sha256 } });
  return { bytes, type: response.headers.get("content-type") || "image/jpeg" };
}

async function takePhoto(piece, who) {
  const known = await get("bytes", piece.sha256);
  const { bytes, type } = known || (await bytesOf(piece));
  await transact(["bytes"], "readwrite", async (tx) => {
    const drafts = [...new Set([...((await asked(tx.objectStore("bytes").get(piece.sha256)))?.drafts || []), who])];
    tx.objectStore("bytes").put({ sha256: piece.sha256, bytes, type, size: bytes.byteLength, drafts });
  });
}

async function takeForm(version) {
  const isOurs = ({ headers }) => headers.get("Tiaocha-Page") === form(version); // no portal says this
  const { response } = await file(form(version), { cache: "no-cache", isOurs });
  await (await caches.open(FORMS)).put(form(version), response);
}

async function bundle(url, sound) {
  const answer = await ask("GET", url);
  if (!sound(answer) || !Array.isArray(answer.version?.items)) throw new Refused(0);
  return answer;
}

/** Take a task along: contents first, then the form's page, then the photos. `onProgress({done, total})` counts steps. */
export async function take(id, onProgress = () => {}) {
  const account = await mine();
  const { task, version, ...rest } = await bundle(`/api/tasks/${id}/bundle`, (answer) => answer.task?.id === id);
  const photos = rest.evidence || [];
  const bytes = JSON.stringify(rest).length + JSON.stringify(version).length + photos.reduce((sum, { size }) => sum + size, 0);
  await transact(["tasks", "versions"], "readwrite", async (tx) => {
    tx.objectStore("versions").put(version);
    tx.objectStore("tasks").put({ ...task, account, taken_at: Date.now(), bytes, bundle: rest });
  });
  const steps = [() => takeForm(version.id), ...photos.map((piece) => () => takePhoto(piece, holder(account, id)))];
  for (const [place, step] of steps.entries()) {
    onProgress({ done: place + 1, total: steps.length + 1 });
    await step();
  }
  onProgress({ done: steps.length + 1, total: steps.length + 1 });
}

/** Take a checklist along for visits that nobody planned. */
export async function takeVersion(id, onProgress = () => {}) {
  const { version } = await bundle(`/api/versions/${id}/bundle`, (answer) => answer.version?.id === id);
  await transact(["versions"], "readwrite", (tx) => asked(tx.objectStore("versions").put(version)));
  onProgress({ done: 1, total: 2 });
  await takeForm(id);
  onProgress({ done: 2, total: 2 });
}

/** What of a task is not on this phone: "bundle", "version", "form", "photos". */
export async function missing(id) {
  const task = await get("tasks", [await mine(), id]);
  if (!task?.bundle) return ["bundle"];
  const isHere = ({ sha256 }) => transact(["bytes"], "readonly", (tx) => asked(tx.objectStore("bytes").getKey(sha256)));
  const photos = (await Promise.all((task.bundle.evidence || []).map(isHere))).every(Boolean);
  const checks = { version: await get("versions", task.version), form: await caches.match(form(task.version)), photos };
  return Object.keys(checks).filter((name) => !checks[name]);
}

/** How much each task takes: {task id: bytes}. */
export const sizes = async () => Object.fromEntries((await all("tasks", "account", await mine())).map(({ id, bytes = 0 }) => [id, bytes]));
