// How safely and how much the phone stores; room is made by old received photos only.

import { purge } from "./removal.js";

/** Ask the browser never to evict what is stored here. */
export const persist = async () => (await navigator.storage?.persist?.()) ?? false;

/** {usage, quota, free, persisted}; figures are null where the browser does not tell. */
export async function estimate() {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) || {};
  const free = quota === null ? null : Math.max(0, quota - usage);
  return { usage, quota, free, persisted: (await navigator.storage?.persisted?.()) ?? false };
}

/** Free at least so many bytes if old received photos allow it; gives what was freed. */
export const makeRoom = (needed = Infinity) => purge(needed);
