// Photos: made small on the phone, their EXIF kept, sent by hash, shown as thumbnails.

import { putBytes, post, Refused } from "../api.js";
import { box, say, showErrors } from "./sheet.js";

const LONGEST = 1600;
const SMALL = 600_000; // bytes that are sent as they are

// The EXIF block of a JPEG, to be carried over into the smaller copy.
function exifOf(bytes) {
  const view = new DataView(bytes);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let place = 2; place + 4 < view.byteLength; ) {
    const marker = view.getUint16(place);
    const length = view.getUint16(place + 2) + 2;
    if (marker === 0xffe1) return bytes.slice(place, place + length);
    if (marker === 0xffda || marker < 0xff00) return null;
    place += length;
  }
  return null;
}

async function shrink(file) {
  const bytes = await file.arrayBuffer();
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "none" }); // EXIF goes on saying which way is up
  } catch {
    return bytes; // the server says what is wrong with it
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && bytes.byteLength <= SMALL) return bytes;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  const small = await blob.arrayBuffer();
  const exif = exifOf(bytes);
  return exif ? new Blob([small.slice(0, 2), exif, small.slice(2)]).arrayBuffer() : small;
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("");
}

const place = () =>
  new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition((found) => done(found.coords), () => done(null), { timeout: 3000, maximumAge: 60000 });
  });

export function showPhoto(code, inspection, photo, locked) {
  const item = document.createElement("li");
  item.className = "photo";
  item.dataset.photo = photo.id;
  const link = Object.assign(document.createElement("a"), { href: photo.url });
  link.append(Object.assign(document.createElement("img"), { src: photo.thumb, alt: photo.alt, width: 72, height: 72 }));
  item.append(link);
  if (!locked) {
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "photo-drop", textContent: say("drop") });
    drop.addEventListener("click", async () => {
      await post(`/api/inspections/${inspection}/photos/${photo.id}/withdraw`);
      item.remove();
    });
    item.append(drop);
  }
  const row = box(code).querySelector(".photos");
  row.insertBefore(item, row.querySelector(".photo-add"));
}

export async function sendPhotos(code, inspection, input, keep) {
  const itemId = box(code).dataset.itemId;
  const files = [...input.files];
  input.value = "";
  const where = await place();
  for (const file of files) {
    const bytes = await shrink(file);
    const query = new URLSearchParams({ name: file.name, taken_at: new Date(file.lastModified).toISOString() });
    if (where) query.set("latitude", where.latitude), query.set("longitude", where.longitude);
    const url = `/api/inspections/${inspection}/items/${itemId}/photos/${await sha256(bytes)}?${query}`;
    await keep(async () => {
      try {
        showPhoto(code, inspection, (await putBytes(url, bytes)).photo, false);
        showErrors(code, {});
      } catch (error) {
        if (!(error instanceof Refused) || error.status < 400 || error.status >= 500 || error.status === 401) throw error;
        showErrors(code, { photos: error.message });
      }
    });
  }
}
