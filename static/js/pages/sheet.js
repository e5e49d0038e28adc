// The form on the screen: putting answers in, reading them out, showing what they mean.

import { say } from "./words.js";

const cards = new Map([...document.querySelectorAll("[data-box]")].map((each) => [each.dataset.box, each])); // the page never gets others
const items = new Map([...cards].map(([code, card]) => [code, card.querySelector("[data-item]")]));
/** @type {Map<string, any[]>} */
const marks = new Map([...cards.keys()].map((code) => [code, []]));
for (const mark of document.querySelectorAll("[data-mark]")) marks.get(mark.dataset.mark)?.push(mark);
const [progress, figure, toNext] = ["[data-progress]", "[data-done]", "[data-next]"].map((each) => document.querySelector(each));

export const boxes = () => [...cards.values()];
export const box = (code) => cards.get(code);
const inputs = (element) => [...element.querySelectorAll("input, textarea, select")].filter((each) => each.name && each.type !== "file");

export const codes = () => [...cards.keys()];
export const itemId = (code) => box(code).dataset.itemId;
export const codeAt = (target) => target.closest("[data-box]")?.dataset.box;

const nameIn = (code, input) => input.name.slice(code.length + 1);

export function readInputs(code) {
  const values = {};
  for (const input of inputs(box(code))) {
    const name = nameIn(code, input);
    if (name === "revision") continue;
    if (input.type !== "radio") values[name] = input.value;
    else if (input.checked) values[name] = input.value;
    else values[name] ??= "";
  }
  return values;
}

export function writeInputs(code, values) {
  for (const input of inputs(box(code))) {
    const value = values[nameIn(code, input)] ?? "";
    if (nameIn(code, input) === "revision") continue;
    if (input.type === "radio") input.checked = input.value === value;
    else input.value = value;
  }
}

/** @type {Map<string, any>} */
const lacks = new Map(codes().map((code) => [code, null])); // code → {sentence, name, field, fields}; null where nothing

/** What the answer means and what it lacks, at the card and on the strip; without a judgement the former one goes. */
export function showMeaning(code, judgement, /** @type {any} */ lack = null) {
  const state = judgement ? (judgement.pending ? "unable" : judgement.state) : "";
  lacks.set(code, lack);
  items.get(code).dataset.state = state;
  box(code).querySelector(".reading")?.setAttribute("data-state", state);
  showJudgement(code, judgement, state);
  showErrors(code, lack?.fields || {});
  write(box(code).querySelector("[data-lack]"), lack?.name && !lack.fields ? lack.sentence : "");
  showMarks(code, state, lack);
}

function showJudgement(code, judgement, state) {
  const words = box(code).querySelector("[data-judgement]");
  if (!words) return;
  words.dataset.state = judgement?.pending ? "pending" : state;
  words.replaceChildren(...(judgement ? [bold(stateName(state)), span(judgement.because)] : []));
}

function showMarks(code, state, lack) {
  for (const mark of marks.get(code) ?? []) {
    mark.dataset.state = state;
    mark.toggleAttribute("data-lacks", Boolean(lack?.name));
    const said = mark.querySelector("[data-state-name]");
    if (said) said.textContent = lack?.name ? `${stateName(state)} ${lack.sentence}` : stateName(state);
  }
}

const stateName = (state) => say(`state_${state || "unanswered"}`);

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
const bold = (text) => element("b", text);
const span = (text) => element("span", text);

const BESIDE = ["state", "note", "photos"]; // no part of what is judged

/** What is filled in takes back that it could not be, or does not apply. */
export function release(code, target) {
  if (BESIDE.includes(nameIn(code, target))) return;
  for (const each of box(code).querySelectorAll(`[name="${code}-state"]:is([value="unable"], [value="na"])`)) each.checked = false;
}

const AROUND = ".reading, .field, .note, .choices, .choice-row, .photos-box"; // what an input stands in

/** Each sentence stands at the field that it is about. */
export function showErrors(code, fields) {
  for (const old of box(code).querySelectorAll("[data-error]")) old.remove();
  for (const old of box(code).querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  for (const [name, sentence] of Object.entries(fields)) {
    const field = box(code).querySelector(`[name="${code}-${name}"]`);
    const line = Object.assign(element("p", sentence), { className: "error", role: "alert" });
    line.dataset.error = "";
    if (field?.type === "text") field.setAttribute("aria-invalid", "true");
    (field?.closest(AROUND) || items.get(code).lastElementChild).after(line);
  }
}

export function showAdvice(code, text) {
  box(code).querySelector("[data-advice]")?.remove();
  if (!text) return;
  const line = element("p", text);
  line.className = "hint";
  line.dataset.advice = "";
  box(code).querySelector(".photos-box").before(line);
}

export function showNote(code, text) {
  const line = element("p", text);
  line.className = "veto";
  box(code).querySelector(".item-head").after(line);
}

export function lock(code) {
  items.get(code).toggleAttribute("data-locked", true);
  box(code).querySelectorAll("input, textarea, select").forEach((each) => (each.disabled = true));
}

const asked = () => codes().filter((code) => !box(code).hidden);
const isOpen = (code) => lacks.get(code) && !items.get(code).hasAttribute("data-locked");
const unsaid = () => [...document.querySelectorAll("[data-attribute]")].find((each) => !each.querySelector(":checked"));

/** What is to be done next: the place and the field of it; nothing when all is complete. */
export function next() {
  const first = unsaid();
  if (first) return { place: first, field: first.querySelector("input") };
  const code = asked().find(isOpen);
  if (!code) return null;
  const field = box(code).querySelector(`[name="${code}-${lacks.get(code).field}"]`);
  return { place: items.get(code), field: field || box(code).querySelector("input:not([type=hidden]), textarea") };
}

/** Show how many of the items that apply are answered in full, and what is next; gives {answered, total}. */
export function showProgress() {
  const shown = asked();
  const left = shown.filter(isOpen);
  const done = `${shown.length - left.length} / ${shown.length}`;
  write(progress, done);
  write(figure, done);
  const [first] = left;
  write(toNext, unsaid() ? say("next_site") : first ? wayTo(first) : say("submit"));
  return { answered: shown.length - left.length, total: shown.length };
}

function wayTo(code) {
  const { name, fields } = lacks.get(code);
  return say(fields ? "next_mend" : name ? "next_lacks" : "next", { code, what: name });
}

// The same text written again would be laid out again.
const write = (element, text) => element.textContent === text || (element.textContent = text);
