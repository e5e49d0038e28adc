// The questions about the site itself, and the items that are asked by what it is.

import { holds } from "../scoring/entries.js";
import { boxes } from "./sheet.js";

/** The questions, as the sums want them. */
export const attributesAsked = () =>
  [...document.querySelectorAll("[data-attribute]")].map((each) => ({
    name: each.dataset.attribute,
    label: each.querySelector("legend").textContent,
  }));

export function applyConditions(attributes) {
  for (const each of boxes()) each.hidden = !holds(JSON.parse(each.dataset.condition || "null"), attributes);
}

export function writeAttributes(attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const radio = document.querySelector(`[name="attribute-${name}"][value="${value}"]`);
    if (radio) radio.checked = true;
  }
}
