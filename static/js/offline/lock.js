// The lock over all that this browser shows of Tiaocha: the server's pages learn of it by a cookie, the other tabs by a word,
// and a phone that was put away for long locks itself.

import { remember, setting } from "./db.js";

export const DIGITS = 6; // that a PIN has at least
const COOKIE = "tiaocha_locked";
const LONG = 15 * 60 * 1000;
const SINCE = "tiaocha-put-away";
const channel = new BroadcastChannel("tiaocha-lock");

function putAway() {
  try {
    localStorage.setItem(SINCE, Date.now());
  } catch {
    // without room the phone is locked by hand only
  }
}

function takenUp() {
  const since = Number(localStorage.getItem(SINCE)) || Date.now();
  localStorage.removeItem(SINCE);
  return Math.abs(Date.now() - since); // a clock that was put back counts as long too
}

async function lookAgain() {
  if (takenUp() > LONG && (await exists()) && !(await locked())) await lockAll();
}

/** Whether the gate of this phone is closed, for the server's own pages. */
export function mark(closed) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=1; path=/; max-age=${closed ? 31536000 : 0}; SameSite=Lax${secure}`;
}

export const exists = async () => Boolean(await setting("pin"));
export const locked = async () => Boolean((await setting("pin"))?.locked);

/** Whether a stored PIN is from a time when fewer digits were enough. */
export const isShort = (stored) => !(stored.digits >= DIGITS);

/** Every other tab asks the gate again. */
export const tellTabs = () => channel.postMessage("closed");

/** Lock this phone, where it has a PIN. */
export async function lock() {
  const stored = await setting("pin");
  if (!stored) return;
  await remember("pin", { ...stored, locked: true });
  mark(true);
}

/** Lock it here, in every tab, on every page. */
export async function lockAll() {
  await lock();
  tellTabs();
  location.reload();
}

/** Every page of a signed-in inspector calls this once. */
export function watch() {
  channel.onmessage = () => location.reload();
  document.addEventListener("visibilitychange", () => (document.hidden ? putAway() : lookAgain()));
  return lookAgain();
}
