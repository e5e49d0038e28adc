// The page's side of the account: who may see this phone's pages now, coming back, leaving.

import { goneForGood, hasLeft, inTerm, leave as forget, remember, signedIn } from "./account.js";
import { asked, transact } from "./db.js";
import { upgrade } from "./formats.js";
import * as lock from "./lock.js";
import { list } from "./visits.js";
import { Refused, post, send, session } from "./wire.js";

const TROUBLES = { StorageFull: "full", StoreBroken: "broken" };

/** Learn from the server who is signed in; without a network what is known here goes on. */
export async function greet() {
  try {
    const answer = await session();
    if (answer.ended) return await (await import("./ending.js")).shutOut(), "out";
    if (await hasLeft(answer)) return await tellServer(answer.csrf), "out"; // signed out while there was no network
    await remember(answer);
    return answer.signed_in ? "in" : "out";
  } catch (error) {
    return TROUBLES[error.name] || "away";
  }
}

async function passing(tx) {
  const [account, pin] = await Promise.all(["account", "pin"].map((name) => asked(tx.objectStore("settings").get(name))));
  if (!inTerm(account?.value)) return { closed: "sign-in" };
  return { account: account.value, ...lockOf(account.value, pin?.value) };
}

function lockOf({ pin_required }, pin) {
  if (pin?.locked) return { closed: "pin" };
  return (pin ? lock.isShort(pin) : pin_required) ? { closed: "no-pin" } : {};
}

/** Where a form that is behind the lock sends the person: the phone's start page asks for the PIN and leads back. */
export const pinPage = () => `/phone#${new URLSearchParams({ back: location.pathname + location.hash })}`;

const FORM = /^\/forms\/[0-9A-Z]{26}(#[\w=]*)?$/;

/** The form that was asked for before the PIN; null when it was another page. */
export function wayBack() {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("back");
  return FORM.test(wanted || "") ? wanted : null;
}

/** Whether only the PIN, or choosing one, stands between this account and its work. */
export const isLocked = ({ closed }) => ["pin", "no-pin"].includes(closed);

/** The account whose work may be shown, or why not: "sign-in", "pin", or "no-pin" where one must be chosen first. */
export async function gate() {
  const passed = await transact(["settings"], "readonly", passing);
  lock.mark(isLocked(passed));
  return passed;
}

/** The gate, and behind it a visit of this account with its task, in one read. */
export const enter = (draft) =>
  transact(["settings", "visits", "tasks"], "readonly", async (tx) => {
    const passed = await passing(tx);
    const found = !passed.closed && (await asked(tx.objectStore("visits").get(draft)));
    if (!found || found.account !== passed.account.id) return passed;
    const task = found.task && (await asked(tx.objectStore("tasks").get([found.account, found.task])));
    return { ...passed, visit: upgrade(found), task };
  });

// Sign out on the server; only its own word that nobody is signed in counts.
async function tellServer(csrf) {
  await post("/logout", new URLSearchParams({ csrf_token: csrf }));
  if ((await session()).signed_in) throw new TypeError();
  await goneForGood();
}

async function signOut() {
  const { csrf, signed_in } = await session();
  if (signed_in) await tellServer(csrf);
  else await goneForGood();
  location.assign("/login");
}

/** What leaving needs: how many visits are unsent, and whether a PIN must be given. */
export async function standing() {
  const account = await signedIn();
  const unsent = account ? (await list(account)).filter(({ waiting, state }) => waiting || state === "submitted").length : 0;
  return { unsent, pin: unsent > 0 && (await lock.exists()) };
}

let leaving = false;

/** Whether somebody is signing out on this page just now; nothing may begin it anew before the server knows. */
export const isLeaving = () => leaving;

/**
 * Leave for good: forget here who it was (drafts stay under the account), then sign out on the server.
 * `given` is what was typed after the warning, empty where no PIN was asked for; without it nobody was warned.
 */
export async function goAway(given) {
  leaving = true;
  try {
    await forget(given, given !== undefined);
  } catch (error) {
    leaving = false;
    throw error;
  }
  await signOut().catch(() => location.assign("/phone"));
}

/** Take the PIN away for whoever knows the password of the account; only the server's own word for this account counts. */
export async function releasePin(password) {
  const known = (await signedIn())?.id;
  const { signed_in, account } = await session();
  if (!signed_in) throw new Refused(401, { error: "sign_in" });
  if (account.id !== known) throw new Refused(401, { error: "other_account" });
  const proved = await send("POST", "/api/session/password", JSON.stringify({ password }));
  if (proved.account !== known) throw new Refused(0);
  await (await import("./pin.js")).release();
}

/** Signing out from a page of the server: with unsent work the phone's page asks first. */
export async function leave(form) {
  const { unsent } = await standing().catch(() => ({ unsent: 0 }));
  if (unsent) location.assign("/phone#leave");
  else await goAway().catch(() => form.submit());
}
