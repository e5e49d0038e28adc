// Bytes and places as they go into a visit, and bytes as they go out of it.

import { sha256 } from "./canonical.js";
import { asked } from "./db.js";
import { EmptyBytes } from "./errors.js";

/** Bytes as they are stored: an ArrayBuffer under its hash, never a File or Blob. */
export async function piece(bytes, type, thumb) {
  const raw = bytes instanceof Blob ? await bytes.arrayBuffer() : ArrayBuffer.isView(bytes) ? bytes.slice().buffer : bytes;
  if (!raw.byteLength) throw new EmptyBytes();
  return { sha256: await sha256(raw), bytes: raw, type, thumb };
}

const decimal = (number, digits) => (typeof number === "number" ? number.toFixed(digits) : number ?? undefined);

/** A place as decimal text. */
export const where = (place) => ({
  latitude: decimal(place?.latitude, 7), longitude: decimal(place?.longitude, 7), accuracy: decimal(place?.accuracy, 1),
});

/** These bytes are no longer wanted by this draft; they go with the last that wants them. Gives the bytes freed. */
export async function release(store, sha256, draft) {
  const row = await asked(store.get(sha256));
  const drafts = row.drafts.filter((each) => each !== draft);
  await asked(drafts.length ? store.put({ ...row, drafts }) : store.delete(sha256));
  return drafts.length ? 0 : row.size;
}
