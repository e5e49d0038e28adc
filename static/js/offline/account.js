// Whose phone this is at the moment. Knowing it offline opens the app; the server's sign-in is still what counts.

import { all, asked, remember as store, setting, transact } from "./db.js";
import { WorkUnsent } from "./errors.js";
import { check } from "./pin.js";

const DAY = 24 * 3600 * 1000;

/** Who that was, if it is within the offline term, else null. */
export const inTerm = (account) => (account && Date.now() < account.until ? account : null);

/** The account that signed in here within the offline term, else null. */
export const signedIn = async () => inTerm(await setting("account"));

/** Keep who is signed in, from the answer of /api/session. */
export async function remember({ account, offline_days }) {
  if (!account) return;
  const days = offline_days || (await setting("offline_days")) || 30;
  await store("account", { ...account, seen_at: Date.now(), until: Date.now() + days * DAY });
}

/** Forget who was here; drafts stay under their account. With unsent work only against the PIN. */
export async function leave(pin) {
  const account = await setting("account");
  if (!account) return;
  const unsent = (await all("visits", "account", account.id)).filter(({ seq, acked_seq }) => seq > acked_seq);
  if (unsent.length && !(pin && (await check(pin)))) throw new WorkUnsent("", { count: unsent.length });
  await transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("account")));
}
