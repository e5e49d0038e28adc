// The server ended this phone's session: what it shows is no longer for whoever holds it.

import { tellTabs } from "./lock.js";
import { asked, transact } from "./db.js";
import { dropTask } from "./takealong.js";

async function clear(tx, account) {
  const of = (name) => asked(tx.objectStore(name).index("account").getAll(account));
  const begun = new Set((await of("visits")).map(({ task }) => task));
  for (const task of await of("tasks")) if (!begun.has(task.id)) await dropTask(tx, task);
  for (const { id } of await of("sites")) tx.objectStore("sites").delete([account, id]);
  tx.objectStore("settings").delete("account");
}

/**
 * The server ended this phone's session: nobody is known here any more, and what was only taken along goes. Visits stay
 * under their account, to be sent after the next sign-in.
 */
export const shutOut = () =>
  transact(["settings", "visits", "tasks", "sites", "bytes"], "readwrite", async (tx) => {
    const account = (await asked(tx.objectStore("settings").get("account")))?.value;
    if (account) await clear(tx, account.id);
  });

/** Here and in every tab: nothing is shown any more. */
export async function end() {
  await shutOut();
  tellTabs();
  location.reload();
}
