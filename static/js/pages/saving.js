// What the page says of the work: on this phone, on its way, received. Each word only when it is true.

import { say } from "./sheet.js";

const said = document.querySelector("[data-saved]");
const problem = document.querySelector("[data-problem]");
const place = document.querySelector("[data-said]");
const writing = new Set(); // changes that are not on the disk yet
let failed = false;
let sending = null;
let standing = () => "saved";

export const isWriting = () => writing.size > 0;

/** Done when every change that was begun is kept, or said not to be. */
export const settled = () => Promise.all(writing);

/** How the visit stands when nothing is being written: nothing yet, on this phone, received. */
export function follow(stands) {
  standing = stands;
  showSaved();
}

function word() {
  if (failed) return ["not_saved"];
  if (writing.size) return ["saving"];
  const stands = standing();
  return stands === "saved" && sending ? ["sending", sending] : [stands];
}

export function showSaved() {
  const [key, progress] = word();
  const text = progress ? `${say(key)} ${progress.k}/${progress.n}` : say(key) || "";
  if (said.textContent !== text) said.textContent = text;
  said.dataset.state = key;
}

export function showSending(state) {
  sending = state.sending;
  showSaved();
}

export function showProblem(text, ...more) {
  place.hidden = !text;
  problem.replaceChildren(text, ...more);
  if (text) problem.scrollIntoView({ block: "center" });
}

async function outcome(work, refused) {
  try {
    const kept = await work();
    failed = false;
    return kept;
  } catch (error) {
    if (refused(error)) return null;
    failed = true;
    showProblem(say(error.name) || `${say("not_saved")} ${error.message}`);
    return null;
  }
}

// The work is a change of the store; it counts as kept when the store says that it is on the disk.
// `refused` may take an error that is the person's to mend at its place; nothing was to be kept then.
export function keep(work, refused = () => false) {
  const kept = outcome(work, refused).finally(() => (writing.delete(kept), showSaved()));
  writing.add(kept);
  showSaved();
  return kept;
}
