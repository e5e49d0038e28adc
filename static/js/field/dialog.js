// The dialog that the tools of the form share: labelled, left by Escape, the focus goes back to where it was.

import { dress, make } from "./element.js";

let opened = 0;

function frame(title) {
  const id = `field-dialog-${(opened += 1)}`;
  const heading = make("h2", { id, textContent: title });
  return make("dialog", { className: "dialog field-dialog", "aria-labelledby": id }, heading);
}

// Shows what arrange(answer) returns; resolves with what it answers, with null when the person leaves.
export async function ask(title, arrange) {
  const from = document.activeElement;
  await dress();
  const dialog = frame(title);
  let given = null;
  const answer = (value) => {
    given = value;
    dialog.close();
  };
  dialog.append(...arrange(answer));
  document.body.append(dialog);
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (from?.isConnected) from.focus({ preventScroll: true });
      done(given);
    });
    dialog.showModal();
  });
}

// A place in the dialog where a sentence is said when something is missing.
export function complaint() {
  const line = make("p", { className: "error", role: "alert" });
  return [line, (sentence) => (line.textContent = sentence)];
}
