// Saving one request after another, in the order of the hand; "saved" is said only when nothing waits.

import { Refused } from "../api.js";
import { say } from "./sheet.js";

const said = document.querySelector("[data-saved]");
const problem = document.querySelector("[data-problem]");
const pause = (time) => new Promise((done) => setTimeout(done, time));
let unsaved = 0;
let chain = Promise.resolve();

export const isUnsaved = () => unsaved > 0;
export const allSaved = () => chain;

export function showSaved(key) {
  said.textContent = say(key);
  said.dataset.state = key;
}

export function showProblem(text, ...more) {
  problem.hidden = !text;
  problem.replaceChildren(text, ...more);
  if (more.length) problem.scrollIntoView({ block: "center" });
}

const refused = (error) => error instanceof Refused && error.status >= 400 && error.status < 500 && error.status !== 401;

async function untilDone(work) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
    try {
      return await work();
    } catch (error) {
      if (refused(error)) return showProblem(error.message);
      if (error.status === 401) showProblem(say("sign_in"));
      showSaved("not_saved"); // the work is kept and tried again
      await pause(wait);
    }
  }
}

export function keep(work) {
  unsaved += 1;
  showSaved("saving");
  chain = chain.then(() => untilDone(work)).then(() => {
    unsaved -= 1;
    if (!unsaved) showSaved("saved");
  });
  return chain;
}
