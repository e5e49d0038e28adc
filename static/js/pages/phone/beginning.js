// Beginning a visit, or going on with it: the form of its version, with the draft behind the sign of number.

import { get } from "../../offline/db.js";
import { begin } from "../../offline/visits.js";

export const goTo = (version, draft) => location.assign(`/forms/${version}#${draft}`);

/** A task that is taken along. */
export async function beginTask(account, { id }) {
  const task = await get("tasks", [account.id, id]);
  const { version, inspection, visit } = { ...task, ...task.bundle };
  const wanted = typeof version === "object" ? version.id : version;
  const { name, attributes } = task.site;
  const site = { id: task.site.id, name };
  goTo(wanted, await begin({ account, task: id, site, attributes, version: wanted, inspection: inspection || undefined, visit }));
}

/** A visit that nobody planned. */
export async function beginUnplanned(account, site, version) {
  goTo(version, await begin({ account, task: null, site: { id: site.id, name: site.name }, attributes: site.attributes, version }));
}
