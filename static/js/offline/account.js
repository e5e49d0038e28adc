// Whose phone this is at the moment. Knowing it offline opens the app; the server's sign-in is still what counts.

import { all, asked, put, setting, transact } from "./db.js";
import { WorkUnsent } from "./errors.js";
import { check } from "./pin.js";

const DAY = 24 * 3600 * 1000;

/** Who that was, if it is within the offline term, else null. */
export const inTerm = (account) => (account && Date.now() < account.until ? account : null);

/** The account that signed in here within the offline term, else null. */
export const signedIn = async () => inTerm(await setting("account"));

const row = (account, days) => ({ name: "account", value: { ...account, seen_at: Date.now(), until: Date.now() + days * DAY } });
const term = async ({ offline_days }) => offline_days || (await setting("offline_days")) || 30;

/** Keep who is signed in, from the answer of /api/session. */
export async function remember(answer) {
  if (answer.account) await put("settings", row(answer.account, await term(answer)));
}

/** The same while something is being sent: whoever has left meanwhile does not come back by it. */
export async function renew(answer) {
  const days = await term(answer);
  await transact(["settings"], "readwrite", async (tx) => {
    const settings = tx.objectStore("settings");
    if (answer.account && (await asked(settings.get("account")))) settings.put(row(answer.account, days));
  });
}

/** Forget who was here; drafts stay under their account. With unsent work only against the PIN. */
export async function leave(pin) {
  const account = await setting("account");
  if (!account) return;
  const unsent = (await all("visits", "account", account.id)).filter(({ seq, acked_seq }) => seq > acked_seq);
  if (unsent.length && !(pin && (await check(pin)))) throw new WorkUnsent("", { count: unsent.length });
  await transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("account")));
}
