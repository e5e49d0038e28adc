// Bytes and places as they go into a visit.

import { sha256 } from "./canonical.js";
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
