// The form on the screen: putting answers in, reading them out, showing what they mean.

import { say } from "./words.js";

const cards = new Map([...document.querySelectorAll("[data-box]")].map((each) => [each.dataset.box, each])); // the page never gets others
const items = new Map([...cards].map(([code, card]) => [code, card.querySelector("[data-item]")]));
const marks = new Map([...cards.keys()].map((code) => [code, []]));
for (const mark of document.querySelectorAll("[data-mark]")) marks.get(mark.dataset.mark)?.push(mark);
const [progress, toNext] = ["[data-progress]", "[data-next]"].map((each) => document.querySelector(each));

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

export function showJudgement(code, judgement) {
  const element = box(code);
  const state = judgement ? (judgement.pending ? "unable" : judgement.state) : "";
  items.get(code).dataset.state = state;
  element.querySelector(".reading")?.setAttribute("data-state", state);
  const words = element.querySelector("[data-judgement]");
  const name = stateName(state);
  if (words) {
    words.dataset.state = judgement?.pending ? "pending" : state;
    words.replaceChildren(...(judgement ? [bold(name), span(judgement.because)] : []));
  }
  for (const mark of marks.get(code)) {
    mark.dataset.state = state;
    const said = mark.querySelector("[data-state-name]");
    if (said) said.textContent = name;
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

export function showErrors(code, fields) {
  for (const old of box(code).querySelectorAll("[data-error]")) old.remove();
  for (const sentence of Object.values(fields)) {
    const line = element("p", sentence);
    line.className = "error";
    line.dataset.error = "";
    line.setAttribute("role", "alert");
    items.get(code).append(line);
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

export const lock = (code) => box(code).querySelectorAll("input, textarea, select").forEach((each) => (each.disabled = true));

export function linkTo(code, needs) {
  const line = document.createElement("p");
  line.append(Object.assign(document.createElement("a"), { href: `#item-${code}`, textContent: code }), ` ${needs}`);
  return line;
}

const asked = () => codes().filter((code) => !box(code).hidden);
const isOpen = (code) => !items.get(code).dataset.state;

export const unanswered = () => box(asked().find(isOpen));

export function showProgress() {
  const shown = asked();
  const left = shown.filter(isOpen);
  write(progress, `${shown.length - left.length} / ${shown.length}`);
  write(toNext, left.length ? `${say("next")} ${left[0]}` : say("to_submit"));
}

// The same text written again would be laid out again.
const write = (element, text) => element.textContent === text || (element.textContent = text);
