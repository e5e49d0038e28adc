// The page's side of the account: who may see this phone's pages now, coming back, leaving.

import { inTerm, leave as forget, remember, signedIn } from "./account.js";
import { asked, transact } from "./db.js";
import { upgrade } from "./formats.js";
import * as pin from "./pin.js";
import { list } from "./visits.js";
import { session } from "./wire.js";

/** Learn from the server who is signed in; without a network what is known here goes on. */
export async function greet() {
  try {
    const answer = await session();
    await remember(answer);
    return answer.signed_in ? "in" : "out";
  } catch {
    return "away";
  }
}

async function passing(tx) {
  const [account, lock] = await Promise.all(["account", "pin"].map((name) => asked(tx.objectStore("settings").get(name))));
  if (!inTerm(account?.value)) return { closed: "sign-in" };
  return { account: account.value, ...(lock?.value.locked && { closed: "pin" }) };
}

/** The account whose work may be shown, or why not: "sign-in" or "pin". */
export const gate = () => transact(["settings"], "readonly", passing);

/** The gate, and behind it a visit of this account with its task, in one read. */
export const enter = (draft) =>
  transact(["settings", "visits", "tasks"], "readonly", async (tx) => {
    const passed = await passing(tx);
    const found = !passed.closed && (await asked(tx.objectStore("visits").get(draft)));
    if (!found || found.account !== passed.account.id) return passed;
    const task = found.task && (await asked(tx.objectStore("tasks").get([found.account, found.task])));
    return { ...passed, visit: upgrade(found), task };
  });

const drop = () => transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("account")));

// Sign out on the server by the form of the page, or by one made for it.
async function signOut(form) {
  const { csrf } = await session();
  const sent = form || document.body.appendChild(Object.assign(document.createElement("form"), { method: "post", action: "/logout" }));
  const token = sent.elements.csrf_token || sent.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token" }));
  token.value = csrf;
  sent.submit();
}

/** What leaving needs: how many visits are unsent, and whether a PIN must be given. */
export async function standing() {
  const account = await signedIn();
  const unsent = account ? (await list(account)).filter(({ waiting, state }) => waiting || state === "submitted").length : 0;
  return { unsent, pin: unsent > 0 && (await pin.exists()) };
}

let leaving = false;

/** Whether somebody is signing out on this page just now; nothing may begin it anew before the server knows. */
export const isLeaving = () => leaving;

/** Leave for good: forget here who it was (drafts stay under the account), then sign out on the server. */
export async function goAway(given, form) {
  const { unsent, pin: needed } = await standing();
  leaving = true;
  try {
    if (unsent && !needed) await drop(); // warned, and no PIN was ever set
    else await forget(given);
  } catch (error) {
    leaving = false;
    throw error;
  }
  await signOut(form).catch(() => location.assign("/phone"));
}

/** Signing out from a page of the server: with unsent work the phone's page asks first. */
export async function leave(form) {
  const { unsent } = await standing().catch(() => ({ unsent: 0 }));
  if (unsent) location.assign("/phone#leave");
  else await goAway(undefined, form).catch(() => form.submit());
}
