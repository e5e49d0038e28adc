// Which visit the form shows: the one that the address names, or that of a task, begun here and now.

import { get } from "../offline/db.js";
import * as journal from "../offline/journal.js";
import { enter, greet, isLocked, pinPage } from "../offline/shell.js";
import * as visits from "../offline/visits.js";

class NotHere extends Error {
  name = "NotHere";
}

const go = (address) => (location.replace(address), new Promise(() => {})); // this page is over

// Behind the lock nothing is shown; the first time on this phone the server says who it is.
async function admitted(draft) {
  let found = await enter(draft);
  if (found.closed === "sign-in" && (await greet()) === "in") found = await enter(draft);
  return found.closed ? go(isLocked(found) ? pinPage() : "/phone") : found;
}

// With a network the task as it is now, else as it was taken along.
async function taskOf(id, account) {
  const { take } = await import("../offline/takealong.js");
  const failure = await take(id).then(() => null, (error) => error);
  const here = await get("tasks", [account.id, id]);
  if (!here?.bundle) throw failure || new NotHere();
  return here;
}

async function ofTask(id, account) {
  const open = (await visits.list(account)).find((each) => each.task === id && each.state === "draft");
  if (open) return open.id;
  const { site, version, inspection, bundle } = await taskOf(id, account);
  const { visit } = bundle;
  if (visit && !["draft", "returned"].includes(visit.state)) return go(`/inspections/${visit.id}`);
  const wanted = { account, task: id, version, inspection: inspection || undefined, visit };
  return visits.begin({ ...wanted, site: { id: site.id, name: site.name }, attributes: site.attributes });
}

/**
 * The visit to be filled, its task, if it has one, and what was typed last and is not in it; raises NotHere when this phone
 * has none of that name for this account.
 */
export async function opened() {
  const [kind, id] = location.hash.slice(1).split("=");
  let found = await admitted(id ? "" : kind);
  if (id) found = await enter(await ofTask(id, found.account));
  const { visit, task } = found;
  if (!visit) throw new NotHere();
  visit.calendar = task?.bundle?.calendar;
  if (id) history.replaceState(null, "", `#${visit.id}`);
  const typed = journal.open(visit);
  if (visit.state !== "draft") await go(`/phone/result#${visit.id}`);
  return { visit, task, typed };
}
