// Whose phone this is at the moment. Knowing it offline opens the app; the server's sign-in is still what counts.

import { all, asked, put, setting, transact } from "./db.js";
import { StorageFull, WorkUnsent } from "./errors.js";
import { exists } from "./lock.js";

const DAY = 24 * 3600 * 1000;

/** Who that was, if it is within the offline term, else null. */
export const inTerm = (account) => (account && Date.now() < account.until ? account : null);

/** The account that signed in here within the offline term, else null. */
export const signedIn = async () => inTerm(await setting("account"));

const row = (account, days, { pin_required = false }) => ({
  name: "account",
  value: { ...account, pin_required, seen_at: Date.now(), until: Date.now() + days * DAY },
});
const term = async ({ offline_days }) => offline_days || (await setting("offline_days")) || 30;

const forget = () => transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("account")));

// A phone without room goes on with whom it knows; with another it does not go on showing what is not theirs.
const whoIsHere = (writing, account) =>
  writing.catch(async (error) => {
    if (error instanceof StorageFull && (await setting("account"))?.id === account?.id) return;
    if (error instanceof StorageFull) await forget();
    throw error;
  });

/** Keep who is signed in, from the answer of /api/session. */
export async function remember({ account, ...answer }) {
  if (account) await whoIsHere(put("settings", row(account, await term(answer), answer)), account);
}

/** The same while something is being sent: whoever has left meanwhile does not come back by it. */
export async function renew(answer) {
  const days = await term(answer);
  const writing = transact(["settings"], "readwrite", async (tx) => {
    const settings = tx.objectStore("settings");
    if (answer.account && (await asked(settings.get("account")))) settings.put(row(answer.account, days, answer));
  });
  await whoIsHere(writing, answer.account);
}

const isRight = async (pin) => Boolean(pin) && (await import("./pin.js")).check(pin);
const may = async (pin, confirmed) => ((await exists()) ? isRight(pin) : confirmed);

/**
 * Forget who was here; drafts stay under their account. Unsent work is left behind only against the PIN or, on a phone
 * without one, when the person was warned and has `confirmed` it.
 */
export async function leave(pin, confirmed = false) {
  const account = await setting("account");
  if (!account) return;
  const unsent = (await all("visits", "account", account.id)).filter(({ seq, acked_seq }) => seq > acked_seq);
  if (unsent.length && !(await may(pin, confirmed))) throw new WorkUnsent("", { count: unsent.length });
  const left = { name: "left", value: account.id }; // until the server knows
  await put("settings", left).catch((error) => error instanceof StorageFull || Promise.reject(error));
  await forget();
}

/** Whether that account has left this phone and the server has not been told. */
export const hasLeft = async ({ account }) => Boolean(account) && account.id === (await setting("left"));

/** The server knows that whoever left is gone. */
export const goneForGood = () => transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("left")));
