// Taking back what was chosen, step by step: a button that stays where it is and never lies over an answer.

import { box } from "./sheet.js";
import { say } from "./words.js";

const button = document.querySelector("[data-undo]");
const past = []; // {code, label, back}

function show() {
  const last = past.at(-1);
  button.disabled = !last;
  button.setAttribute("aria-label", last ? `${say("undo")} ${last.code} ${last.label}` : say("undo"));
}

/** What was chosen at an item, and how to take it back. */
export function chosen(code, label, back) {
  past.push({ code, label, back });
  show();
}

button.addEventListener("click", () => {
  const last = past.pop();
  show();
  last.back();
  box(last.code).scrollIntoView({ block: "nearest" });
});
