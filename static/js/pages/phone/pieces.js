// Figures, times and pieces of a phone page.

import { say } from "../words.js";

export const $ = (selector, within = document) => within.querySelector(selector);

/** A copy of a template of the page; `parts` go as text into the elements with those data attributes. */
export function copy(name, parts = {}) {
  const made = $(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  for (const [part, text] of Object.entries(parts)) $(`[data-${part}]`, made).textContent = text;
  return made;
}

export function line(tag, text, attributes = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...attributes });
}

const drawn = new WeakMap(); // list → what its rows showed

/** Draw the rows of a list anew, but only when they show something else (`shown`, as JSON): a finger may be on one of them. */
export function redraw(holder, shown, rows) {
  const now = JSON.stringify(shown);
  if (drawn.get(holder) !== now) holder.replaceChildren(...rows());
  drawn.set(holder, now);
}

export function show(element, text) {
  element.hidden = !text;
  element.textContent = text || "";
}

const language = () => document.documentElement.lang;

export function size(bytes) {
  if (bytes === null || bytes === undefined) return "–";
  const [unit, figure] = bytes >= 1e9 ? ["gigabyte", bytes / 1e9] : bytes >= 1e6 ? ["megabyte", bytes / 1e6] : ["kilobyte", bytes / 1e3];
  const digits = figure < 10 && unit !== "kilobyte" ? 1 : 0;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(figure && Math.max(figure, 0.5));
}

export const day = (text) => new Intl.DateTimeFormat(language(), { month: "long", day: "numeric" }).format(new Date(text));

export const moment = (time) =>
  new Intl.DateTimeFormat(language(), { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(time));

export function ago(time) {
  const minutes = Math.floor((Date.now() - new Date(time)) / 60000);
  if (minutes < 1) return say("just_now");
  if (minutes < 60) return say("ago_minutes", { n: minutes });
  return minutes < 48 * 60 ? say("ago_hours", { n: Math.floor(minutes / 60) }) : say("ago_days", { n: Math.floor(minutes / 1440) });
}

/** The state of a visit in the three true words. */
export function stateWord({ state, waiting, outcome }, sending) {
  if (!waiting && state !== "draft" && state !== "submitted") return [say(outcome?.outcome === "held" || state === "held" ? "held" : "received"), "done"];
  if (waiting && sending) return [say("sending", sending), "due"];
  return [say("stored"), "neutral"];
}
