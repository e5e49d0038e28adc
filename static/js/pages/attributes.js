// The questions about the site itself, and the items that are asked by what it is.

import { boxes } from "./sheet.js";

/** The questions, as the sums want them. */
export const attributesAsked = () =>
  [...document.querySelectorAll("[data-attribute]")].map((each) => ({
    name: each.dataset.attribute,
    label: each.querySelector("legend").textContent,
  }));

function holds(condition, attributes) {
  if (!condition) return true;
  if (condition.any) return condition.any.some((each) => holds(each, attributes));
  return condition.in.includes(attributes[condition.attribute]);
}

export function applyConditions(attributes) {
  for (const each of boxes()) each.hidden = !holds(JSON.parse(each.dataset.condition || "null"), attributes);
}

export function writeAttributes(attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const radio = document.querySelector(`[name="attribute-${name}"][value="${value}"]`);
    if (radio) radio.checked = true;
  }
}
