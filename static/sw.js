// The worker answers GETs of code, of the phone's pages and of forms; it never sees a POST, never keeps what is private.
// VERSION and KEPT are put before this text by the server: a hash of all that is kept, and its addresses with how their SHA-256 begins.

const CODE = `tiaocha-code-${VERSION}`;
const FORMS = "tiaocha-forms"; // what the phone took along
const FRESH = `tiaocha-forms-${VERSION}`; // the same forms, fetched anew for this version
const START = "/phone";
const isForm = (url) => /^\/forms\/[0-9A-Z]{26}$/.test(url.pathname);

async function ask(url, cache) {
  const answer = await fetch(new Request(url, { cache, credentials: "same-origin", mode: "same-origin" }));
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

async function isWhole(answer, hash) {
  const digest = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(hash);
}

// A page that the phone keeps says in its head which it is; a portal's page, or another's, in its place does not.
async function pageAnew(url) {
  const answer = await ask(url, "reload");
  if (answer.headers.get("Tiaocha-Page") !== url) throw new Error(`${url}: not our page`);
  return answer;
}

// What the page has just fetched need not come again: its hash says whether it is the file of this version.
async function fetched(url) {
  const hash = KEPT[url];
  if (!hash) return pageAnew(url);
  for (const [name, cache] of [[`${url}?v=${hash}`, "only-if-cached"], [url, "force-cache"], [url, "reload"]]) {
    const answer = await ask(name, cache).catch((failure) => failure);
    if (answer.ok && (await isWhole(answer, hash))) return answer;
  }
  throw new Error(`${url} is not the file of this version`);
}

async function fill(name, urls) {
  const answers = await Promise.all(urls.map(fetched));
  const cache = await caches.open(name);
  await Promise.all(urls.map((url, place) => cache.put(url, answers[place])));
}

async function formsAtHand() {
  const names = (await caches.keys()).filter((name) => name.startsWith(FORMS));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return [...new Set(keys.flat().map((request) => new URL(request.url).pathname))];
}

// All or nothing: when one file or one form cannot be had, the version that works stays.
async function install() {
  const forms = await formsAtHand();
  const again = await caches.has(CODE); // the version in use may be fetched once more; its cache is never dropped here
  try {
    await fill(CODE, Object.keys(KEPT));
    if (forms.length) await fill(FRESH, forms);
  } catch (failure) {
    if (!again) await caches.delete(CODE);
    await caches.delete(FRESH);
    throw failure;
  }
}

async function takeOver() {
  const forms = await caches.open(FORMS);
  const fresh = await caches.open(FRESH);
  for (const request of await fresh.keys()) await forms.put(request, await fresh.match(request));
  const old = (await caches.keys()).filter((name) => /^tiaocha-(code|forms)-/.test(name) && name !== CODE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

const kept = (request, cacheName) => caches.match(request, { cacheName, ignoreSearch: true, ignoreVary: true });

const code = async (request) => (await kept(request, CODE)) || fetch(request);

async function form(request) {
  // The page that takes along wants the server's; a reload by hand says no-cache as well and must work without a network.
  const anew = request.mode !== "navigate" && ["reload", "no-cache", "no-store"].includes(request.cache);
  return (!anew && ((await kept(request, FRESH)) || (await kept(request, FORMS)))) || page(request);
}

// Without a network every other address shows the start page, which says so.
async function page(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const start = request.mode === "navigate" && (await kept(START, CODE));
    if (start) return start;
    throw failure;
  }
}

function answer(event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (isForm(url)) return event.respondWith(form(event.request));
  if (url.pathname in KEPT) return event.respondWith(code(event.request));
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
}

// The page asks; a form that is open anywhere keeps its version until it is closed.
async function askedToTakeOver() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!open.some((each) => isForm(new URL(each.url)))) await skipWaiting();
}

const ASKED = { "take over": askedToTakeOver, "take charge": () => clients.claim() };

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", answer);
addEventListener("message", (event) => event.waitUntil(ASKED[event.data]?.()));
