// Photos on the form: kept in the phone before they are shown, opened large, marked, taken out again.

import { stamp } from "../offline/clock.js";
import * as visits from "../offline/visits.js";
import { judgeOne, noteProgress } from "./judging.js";
import { keep } from "./saving.js";
import { box, itemId, readInputs, showErrors } from "./sheet.js";
import { reason, say } from "./words.js";

const NOT_TAKEN = ["NotAPhoto", "EmptyBytes"];
const rowOf = (code) => box(code).querySelector(".photos");
const present = (visit, code) => (visit.items[itemId(code)]?.photos || []).filter((photo) => !photo.withdrawn);

const address = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));

async function smallOf(photo) {
  const bytes = await visits.thumb(photo.sha256);
  return bytes ? address(bytes) : photo.server?.thumb || "";
}

async function largeOf(photo) {
  const bytes = await visits.bytes(photo.marks || photo.sha256);
  return bytes ? address(bytes) : photo.server?.url || "";
}

function thumbnail(visit, code, photo, locked) {
  const image = Object.assign(document.createElement("img"), { alt: photo.name || say("photo"), width: 72, height: 72 });
  smallOf(photo).then((small) => (image.src = small));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "photo-open" });
  button.append(image);
  button.addEventListener("click", () => openLarge(visit, code, photo, locked));
  const line = Object.assign(document.createElement("li"), { className: "photo" });
  line.dataset.photo = photo.sha256;
  line.append(button);
  return line;
}

async function openLarge(visit, code, photo, locked) {
  const { view } = await import("./viewer.js");
  const done = await view({ visit, item: itemId(code), photo, address: await largeOf(photo), locked });
  if (done) photosChanged(visit, code);
}

// A photo more or less may be what the item still lacked.
function photosChanged(visit, code) {
  showRow(visit, code);
  judgeOne(code, readInputs(code), visit);
  noteProgress(visit);
}

function showRow(visit, code) {
  const row = rowOf(code);
  const locked = Boolean(visit.items[itemId(code)]?.locked);
  for (const old of row.querySelectorAll(".photo")) old.remove();
  row.prepend(...present(visit, code).map((photo) => thumbnail(visit, code, photo, locked)));
}

export function showPhotos(visit) {
  for (const [id, item] of Object.entries(visit.items)) {
    if (item.photos?.length) showRow(visit, document.querySelector(`[data-item-id="${id}"]`).dataset.box);
  }
}

async function readFile(file) {
  const [{ shrink, thumb }, { place }] = await Promise.all([import("../field/shrink.js"), import("../field/place.js")]);
  const photo = await shrink(file);
  const taken_at = photo.taken_at || stamp(new Date(file.lastModified || Date.now()));
  return { ...photo, name: file.name.slice(-80), taken_at, place: await place(3000), thumb: await thumb(photo.bytes, file.name) };
}

/** Keep the chosen files one after another; one that is no photo is named and the others go on. */
export async function addFiles(visit, code, input) {
  const files = [...input.files];
  /** @type {string[]} */
  const problems = [];
  input.value = "";
  for (const file of files) {
    const refused = (error) => NOT_TAKEN.includes(error.name) && problems.push(`${file.name} ${reason(error)}`) > 0;
    if (await keep(async () => visits.addPhoto(visit, itemId(code), await readFile(file)), /** @type {any} */ (refused))) photosChanged(visit, code);
    if (problems.length) showErrors(code, { photos: problems.join(say("and")) });
  }
}
