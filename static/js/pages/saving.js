// What the page says of the work: on this phone, on its way, received. Each word only when it is true.

import { has, reason, say } from "./words.js";

const said = document.querySelector("[data-saved]");
const problem = document.querySelector("[data-problem]");
const place = document.querySelector("[data-said]");
const writing = new Map(); // change that is on its way to the disk → what it is about
const failed = new Map(); // what it was about → the work that could not be kept
const FOR_GOOD = ["ChangedElsewhere", "Frozen", "Gone", "NewerFormat"]; // another try would end the same way
let sending = null;
let standing = () => "saved";
let isTyping = () => false;

export const isWriting = () => writing.size > 0;

/** Done when everything that was begun is on the disk, or has failed. */
export async function settled() {
  while (writing.size) await Promise.allSettled(writing.keys());
}

/** What is not on the disk, by what it is about. */
export const unsettled = () => [...writing.values(), ...failed.keys()];

/** Whether the screen shows something that could not be kept. */
export const isUnkept = () => [...failed.keys()].some(Boolean);

/** How the visit stands when nothing is being typed or written: nothing yet, on this phone, received. */
export function follow(stands, typing) {
  standing = stands;
  isTyping = typing;
  showSaved();
}

function word() {
  if (failed.size) return ["not_saved"];
  if (writing.size || isTyping()) return ["saving"];
  const stands = standing();
  return stands === "saved" && sending ? ["sending", sending] : [stands];
}

export function showSaved() {
  const [key, progress] = word();
  const text = key === "nothing" ? "" : say(`work_${key}`, progress);
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

// What could not be kept is tried again when something else could: the screen shows it, so it must not be forgotten.
function again() {
  for (const [key, work] of failed) if (work) keep(work, undefined, key);
}

// The work is a change of the store; it counts as kept when the store says that it is on the disk. `refused` may take an
// error that is the person's to mend at its place. `key` names what the screen shows already, before it is kept.
export function keep(work, refused = () => false, key = "") {
  const attempt = tried(work, refused, key).finally(() => {
    writing.delete(attempt);
    showSaved();
  });
  writing.set(attempt, key);
  failed.delete(key);
  showSaved();
  return attempt;
}

async function tried(work, refused, key) {
  try {
    const kept = await work();
    failed.delete("");
    again();
    return kept;
  } catch (error) {
    if (refused(error)) return null;
    failed.set(key, key && !FOR_GOOD.includes(error.name) ? work : null);
    showProblem(has(`code_${error.name}`) ? reason(error) : `${say("work_not_saved")} ${error.message}`);
    return null;
  }
}
