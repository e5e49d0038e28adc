// The answer chain: each change of a draft is hashed onto the one before.

import { canonical, sha256 } from "./canonical.js";

export const START = "0".repeat(64);

/** One change with its hash. */
export async function entry({ seq, kind, item, content, at, previous }) {
  const made = { seq, kind, item, content, at, previous };
  return { ...made, hash: await sha256(canonical(made)) };
}

/** Whether these entries follow one another without a gap and every hash holds. */
export async function verify(entries, previous = START, seq = 1) {
  for (const { hash, ...made } of entries) {
    if (made.seq !== seq || made.previous !== previous || (await sha256(canonical(made))) !== hash) return false;
    previous = hash;
    seq += 1;
  }
  return true;
}
