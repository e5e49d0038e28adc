// Bringing the phone's worker, and letting a new version take over only while no work is open.

const onForm = () => location.pathname.startsWith("/forms/") || location.pathname.endsWith("/form");
const typing = () => document.querySelector("dialog[open]") || document.activeElement?.matches("input, textarea, select");

function ask(registration) {
  if (!onForm() && !typing()) registration.waiting?.postMessage("take over");
}

function watch(registration) {
  const coming = registration.installing;
  coming?.addEventListener("statechange", () => coming.state === "installed" && ask(registration));
}

// A page that was on its way while its worker became active is in nobody's charge, and would find nothing more without a network.
function takeCharge(registration) {
  if (!navigator.serviceWorker.controller) registration.active?.postMessage("take charge");
}

// A page of the phone shows the new version at once; any other keeps what is typed on it.
function reloadWhenReplaced() {
  if (!navigator.serviceWorker.controller) return; // the first worker replaces nothing
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (location.pathname.startsWith("/phone") && !typing()) location.reload();
  });
}

const loaded = () => new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", done)));

// The server says for how long a phone need not ask whether there is a newer worker.
const register = async () => navigator.serviceWorker?.register("/sw.js", { scope: "/", updateViaCache: "all" });

// A worker whose download breaks off becomes redundant instead.
const arrived = (worker) =>
  new Promise((done, fail) => {
    const look = () => (worker.state === "activated" ? done() : worker.state === "redundant" && fail(new TypeError()));
    worker.addEventListener("statechange", look);
    look();
  });

/** Whether these pages open without a network. */
export const standsAlone = async () => Boolean((await navigator.serviceWorker?.getRegistration())?.active);

/** Done when these pages open without a network; throws where the browser has no worker or cannot get it whole. */
export async function standAlone() {
  const coming = await register();
  if (!coming) throw new DOMException("", "NotSupportedError");
  if (!coming.active) await arrived(coming.installing || coming.waiting);
}

export async function bringWorker() {
  if (!navigator.serviceWorker) return;
  await loaded(); // what the page itself needs comes first
  reloadWhenReplaced();
  const registration = await register().catch(() => null);
  if (!registration) return; // no network, or a browser that forbids it: the page says so under readiness
  takeCharge(registration);
  ask(registration);
  setTimeout(() => ask(registration), 3000); // a form that was just closed may still have counted as open
  watch(registration);
  registration.addEventListener("updatefound", () => watch(registration));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask(registration));
}
