// Photos made small on the phone, their EXIF kept.

import { exifOf, takenIn, upright } from "./exif.js";
import { NotAPhoto, bytesOf, decoded, drawn, typeOf } from "./picture.js";

export { NotAPhoto };

const LONGEST = 1600;
const THUMB = 160;
const SMALL = 600_000; // bytes that are kept as they are

function joined(small, exif) {
  const whole = new Uint8Array(small.byteLength + exif.byteLength);
  whole.set(new Uint8Array(small, 0, 2));
  whole.set(new Uint8Array(exif), 2);
  whole.set(new Uint8Array(small, 2), 2 + exif.byteLength);
  return whole.buffer;
}

async function smaller(bytes, picture) {
  const type = typeOf(bytes);
  const fits = Math.max(picture.naturalWidth, picture.naturalHeight) <= LONGEST && bytes.byteLength <= SMALL;
  if (fits && type) return { bytes, type };
  const small = await bytesOf(drawn(picture, LONGEST));
  const exif = exifOf(bytes);
  return { bytes: exif ? joined(small, upright(exif)) : small, type: "image/jpeg" };
}

// Chromium cannot show HEIC; the server can, so that such a photo goes as it is and has no thumbnail here.
const unlessHeic = (bytes, instead) => (error) => {
  if (error instanceof NotAPhoto && typeOf(bytes) === "image/heic") return instead;
  throw error;
};

// A file of the person → {bytes: ArrayBuffer, type, name, taken_at}; throws NotAPhoto.
export async function shrink(file) {
  const bytes = await file.arrayBuffer().catch(() => new ArrayBuffer(0)); // a file that is gone has no bytes either
  const small = await decoded(bytes, file.name, (picture) => smaller(bytes, picture)).catch(
    unlessHeic(bytes, { bytes, type: "image/heic" }),
  );
  return { ...small, name: file.name, taken_at: readTaken(bytes) };
}

// A JPEG (ArrayBuffer) of at most 160 px for lists, null for a photo that only the server can show.
export const thumb = (bytes, name = "") =>
  decoded(bytes, name, (picture) => bytesOf(drawn(picture, THUMB), "image/jpeg", 0.7)).catch(unlessHeic(bytes, null));

// When the camera says it was taken: ISO time with offset, or null.
export function readTaken(bytes) {
  const exif = exifOf(bytes);
  return exif && takenIn(exif);
}
