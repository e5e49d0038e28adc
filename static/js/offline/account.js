// Whose phone this is at the moment. Knowing it offline opens the app; the server's sign-in is still what counts.

import { all, asked, remember as store, setting, transact } from "./db.js";
import { WorkUnsent } from "./errors.js";
import { check, exists } from "./pin.js";

const DAY = 24 * 3600 * 1000;

/** The account that signed in here within the offline term, else null. */
export async function signedIn() {
  const account = await setting("account");
  return account && Date.now() < account.until ? account : null;
}

/** Keep who is signed in, from the answer of /api/session. */
export async function remember({ account, offline_days }) {
  if (!account) return;
  const days = offline_days || (await setting("offline_days")) || 30;
  await store("account", { ...account, seen_at: Date.now(), until: Date.now() + days * DAY });
}

const may = async (pin, confirmed) => ((await exists()) ? Boolean(pin) && check(pin) : confirmed);

/**
 * Forget who was here; drafts stay under their account. Unsent work is left behind only against the PIN or, on a phone
 * without one, when the person was warned and has `confirmed` it.
 */
export async function leave(pin, confirmed = false) {
  const account = await setting("account");
  if (!account) return;
  const unsent = (await all("visits", "account", account.id)).filter(({ seq, acked_seq }) => seq > acked_seq);
  if (unsent.length && !(await may(pin, confirmed))) throw new WorkUnsent("", { count: unsent.length });
  await transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("account")));
}
