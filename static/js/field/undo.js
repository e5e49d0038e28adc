// Taking back what was just chosen: a bar with one big button, above the bar at the foot of the form.

import { button, dress, make } from "./element.js";

const SHOWN = 6000; // ms, and as long as finger or focus is on it

const bar = make("div", { className: "snackbar", role: "status", "aria-live": "polite" });
document.body.append(bar);
let current = 0;
let timer;

function hide() {
  clearTimeout(timer);
  bar.replaceChildren();
}

function count() {
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN);
}

function lift() {
  const foot = document.querySelector(".action-bar")?.getBoundingClientRect();
  const covered = foot ? Math.max(0, innerHeight - foot.top) : 0;
  bar.style.bottom = `${(covered < innerHeight / 2 ? covered : 0) + 8}px`;
}

// Shows the label (what was chosen) and the button; undo is called at most once. Only the last offer stands.
export async function offer(label, undo, words) {
  const mine = (current += 1);
  await dress();
  if (mine !== current) return;
  const from = document.activeElement;
  const back = () => {
    if (mine !== current) return;
    current += 1;
    hide();
    if (from?.isConnected) from.focus({ preventScroll: true });
    undo();
  };
  lift();
  bar.replaceChildren(make("span", { textContent: label }), button(words.undo, back));
  count();
}

// What was offered no longer fits (the answer is locked, the page shows another item).
export function withdraw() {
  current += 1;
  hide();
}

for (const held of ["pointerenter", "focusin"]) bar.addEventListener(held, () => clearTimeout(timer));
for (const left of ["pointerleave", "focusout"]) bar.addEventListener(left, () => bar.firstChild && count());
