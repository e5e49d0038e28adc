// Which visit the form shows: the one that the address names, or that of a task, begun here and now.

import { get as ask, session } from "../api.js";
import { remember, signedIn } from "../offline/account.js";
import { get } from "../offline/db.js";
import * as visits from "../offline/visits.js";

export class NotHere extends Error {
  name = "NotHere";
}

// The account of this phone; with a network the server says who it is.
async function whose() {
  return (await signedIn()) || remember(await session());
}

async function taken(task, account) {
  const here = await get("tasks", [account.id, task]);
  if (here && (await get("versions", here.version))) return here;
  const { take } = await import("../offline/takealong.js");
  await take(task);
  return get("tasks", [account.id, task]);
}

async function ofTask(id, account) {
  const open = (await visits.list(account)).find((each) => each.task === id && ["draft", "submitted"].includes(each.state));
  if (open) return open.id;
  const task = await taken(id, account);
  const visit = task.inspection ? await ask(`/api/inspections/${task.inspection}`) : null;
  return visits.begin({ account, task, site: task.site, version: task.version, inspection: task.inspection, visit });
}

/** The visit to be filled; raises NotHere when this phone has none of that name for this account. */
export async function opened() {
  const account = await whose();
  const [kind, id] = location.hash.slice(1).split("=");
  const draft = id ? await ofTask(id, account) : kind;
  const visit = draft && (await visits.load(draft));
  if (!visit || visit.account !== account.id) throw new NotHere();
  if (id) history.replaceState(null, "", `#${draft}`);
  return visit;
}
