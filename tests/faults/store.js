// Put before every page of a fault run: what the phone keeps, the queue by hand, a disk that is full.
globalThis.phone = (() => {
  const modules = (name) => import(`/static/js/offline/${name}.js`);

  async function hold() {
    const { all, setting } = await modules("db");
    const [account, visits, packets, receipts, bytes] = await Promise.all([
      setting("account"), all("visits"), all("packets"), all("receipts"), all("bytes"),
    ]);
    const sizes = bytes.map(({ sha256, size, bytes: raw }) => ({ sha256, size, here: raw?.byteLength ?? -1 }));
    const { state } = await modules("news");
    return { account: account?.id || null, error: state.last_error, visits, packets, receipts, bytes: sizes };
  }

  const LONGEST = 20000; // milliseconds that anything is waited for
  const atMost = (work) => Promise.race([work, new Promise((done) => setTimeout(done, LONGEST))]);

  // Whether a newer worker came; `toItsEnd`: it is whole by now, or has given up.
  async function brought(toItsEnd) {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const coming = registration.installing;
    if (coming && toItsEnd) await new Promise((done) => coming.addEventListener("statechange", done));
    return Boolean(coming || registration.waiting);
  }

  const update = (toItsEnd) => atMost(brought(toItsEnd).catch(() => false));

  // By hand, the quiet time over.
  async function wake() {
    const [{ setting }, { freeze }, queue] = await Promise.all([modules("db"), modules("packets"), modules("queue")]);
    const account = (await setting("account"))?.id;
    if (account) await freeze(account, Date.now() + 4000);
    await atMost(queue.wake("hand"));
  }

  // Another tab may be sending just now; then this one waits for it.
  async function untilRest(seconds) {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await wake();
      const { account, visits } = await hold();
      if (visits.every(({ account: own, seq, acked_seq }) => own !== account || seq === acked_seq)) return true;
      await new Promise((done) => setTimeout(done, 50));
    }
    return false;
  }

  const mine = async () => (await (await modules("visits")).list((await (await modules("db")).setting("account")).id)).map(({ id }) => id);

  const stateOf = async () => {
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) || {};
    const states = [installing, waiting, active, navigator.serviceWorker.controller].map((each) => each?.state || null);
    return { states, caches: await caches.keys() };
  };
  const greeting = async () => (await modules("shell")).greet().then(String, String);

  // Why a page stays shut: what it shows, and what server, store, clock and worker say.
  async function who() {
    const { setting } = await modules("db");
    const answer = await fetch("/api/session").then((each) => each.text(), String);
    const [account, left] = await Promise.all([setting("account"), setting("left")]);
    const gates = [...document.querySelectorAll("[data-gate]:not([hidden])")].map((each) => each.dataset.gate);
    const [worker, room] = [await stateOf(), await navigator.storage.estimate()];
    return JSON.stringify({ answer, account, left, now: Date.now(), gates, worker, room, greeting: await greeting() });
  }

  // How many days ago by the phone's own clock it last heard who is signed in.
  async function unheard() {
    const { setting } = await modules("db");
    const now = Date.now();
    return (now - ((await setting("account"))?.seen_at ?? now)) / 864e5;
  }

  return { hold, wake, untilRest, mine, update, who, unheard };
})();

// No room for anything more. The browser notices a smaller quota only after half a minute; this is what it then says.
globalThis.storageFull = (() => {
  let full = false;
  for (const name of ["put", "add"]) {
    const kept = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (row) {
      if (full) throw new DOMException("full", "QuotaExceededError");
      return kept.call(this, row);
    };
  }
  return (isSo) => (full = isSo);
})();
