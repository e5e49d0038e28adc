// The phone's database: one connection, reopened when the system closed it; a transaction counts only once complete.

import { StorageFull, StoreBroken } from "./errors.js";
import { onLeave, present, staying } from "./leaving.js";

const NAME = "tiaocha";
const LAYOUTS = [
  (db) => {
    const make = (name, keyPath, indexes = {}) => {
      const store = db.createObjectStore(name, { keyPath });
      for (const [index, path] of Object.entries(indexes)) store.createIndex(index, path, { multiEntry: path === "drafts" });
    };
    make("visits", "id", { account: "account" });
    make("entries", ["draft", "seq"]);
    make("bytes", "sha256", { draft: "drafts", size: ["sha256", "size"] }); // the same bytes may belong to several drafts
    make("thumbs", "sha256");
    make("packets", "id", { draft: "draft", account: "account" });
    make("receipts", "id", { draft: "draft", account: "account" });
    make("tasks", ["account", "id"], { account: "account" });
    make("sites", ["account", "id"], { account: "account" });
    make("versions", "id");
    make("settings", "name");
  },
];

let connection = null;
const running = new Set(); // transactions

function follow(tx) {
  running.add(tx);
  for (const end of ["complete", "abort"]) tx.addEventListener(end, () => running.delete(tx));
}

function open() {
  const opening = (connection ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, LAYOUTS.length);
    const forget = () => connection === opening && (connection = null);
    request.onupgradeneeded = ({ oldVersion }) => {
      follow(request.transaction);
      LAYOUTS.slice(oldVersion).forEach((layout) => layout(request.result));
    };
    request.onerror = () => (forget(), fail(request.error));
    request.onsuccess = () => {
      request.result.onclose = forget;
      request.result.onversionchange = () => (request.result.close(), forget());
      done(request.result);
    };
  }));
  return opening;
}

function abort(tx) {
  try {
    return tx.abort(), true;
  } catch {
    return false; // it was over already
  }
}

onLeave(() => {
  running.forEach(abort);
  connection?.then((db) => db.close()).catch(() => {});
  connection = null;
});

/** The answer to one request; may be awaited inside a transaction. */
export const asked = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

function run(db, stores, mode, work) {
  return new Promise((done, fail) => {
    const tx = db.transaction(stores, mode, { durability: "strict" });
    follow(tx);
    const value = (async () => work(tx))();
    let reason = null;
    tx.oncomplete = () => value.then(done, fail);
    tx.onabort = () => fail(reason || tx.error || new DOMException("", "AbortError"));
    value.catch((error) => {
      reason = tx.error || error;
      abort(tx) || fail(reason);
    });
  });
}

const CLOSED = ["InvalidStateError", "UnknownError", "AbortError"];
const isFull = (error) => error?.name === "QuotaExceededError" || error?.cause?.name === "QuotaExceededError";

const broken = ({ name, message }) => new StoreBroken(`${name} ${message}`.trim());

/** Run `work(tx)` in one transaction; the value is given only when it is complete. `work` may run again. */
export async function transact(stores, mode, work) {
  for (let again = true; ; ) {
    await present();
    const signal = staying();
    try {
      const db = await open();
      if (!signal.aborted) return await run(db, stores, mode, work);
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      if (signal.aborted && error instanceof DOMException) continue;
      if (!again || !CLOSED.includes(error?.name)) throw error instanceof DOMException ? broken(error) : error;
      [again, connection] = [false, null];
    }
  }
}

export const get = (store, key) => transact([store], "readonly", (tx) => asked(tx.objectStore(store).get(key)));

export const all = (store, index, key) =>
  transact([store], "readonly", (tx) => {
    const from = tx.objectStore(store);
    return asked((index ? from.index(index) : from).getAll(key));
  });

export const put = (store, row) => transact([store], "readwrite", (tx) => asked(tx.objectStore(store).put(row)));

/** A value of `settings`, or undefined. */
export const setting = async (name) => (await get("settings", name))?.value;
export const remember = (name, value) => put("settings", { name, value });
