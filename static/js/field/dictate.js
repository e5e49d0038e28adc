// Speaking instead of typing, where the browser offers it and the page may use the microphone.

import { button, make } from "./element.js";

const Recognition = () => globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
let speaking = null; // one text at a time

// What was there and may hear: a policy of the page that shuts the microphone is respected before anything is offered.
function offered() {
  const allowed = document.featurePolicy?.allowsFeature("microphone") ?? true;
  return Boolean(Recognition()) && allowed;
}

function put(textarea, text) {
  if (!text || textarea.disabled || textarea.readOnly) return;
  textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end");
  for (const kind of ["input", "change"]) textarea.dispatchEvent(new Event(kind, { bubbles: true }));
}

function heard(event) {
  const results = [...event.results].slice(event.resultIndex);
  return results.filter((each) => each.isFinal).map((each) => each[0].transcript).join("");
}

function listen(textarea, lang, ended) {
  const recognition = new (Recognition())();
  let failed = false;
  Object.assign(recognition, { lang, continuous: true, interimResults: false });
  recognition.addEventListener("result", (event) => put(textarea, heard(event)));
  recognition.addEventListener("error", (event) => (failed ||= !["aborted", "no-speech"].includes(event.error)));
  recognition.addEventListener("end", () => ended(failed));
  recognition.start();
  return recognition;
}

const stop = () => speaking?.stop();

// Puts a button after the textarea and returns it; null (and nothing on the page) where there is no dictation.
export function dictate(textarea, lang, words) {
  if (!offered()) return null;
  const said = make("p", { className: "hint", role: "status" });
  let mine = null;
  const ended = (failed) => {
    if (speaking === mine) speaking = null;
    mine = null;
    toggle.textContent = words.dictate;
    said.textContent = failed ? words.dictate_failed : "";
  };
  const start = () => {
    speaking?.abort();
    speaking = mine = listen(textarea, lang, ended);
    toggle.textContent = words.dictate_stop;
    said.textContent = words.dictate_listening;
  };
  const toggle = button(words.dictate, () => (mine ? mine.stop() : start()));
  textarea.after(toggle, said);
  return toggle;
}

document.addEventListener("visibilitychange", () => document.hidden && stop());
