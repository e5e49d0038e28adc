// What was found on this clause here last time: shown, never carried into the answer.

import { dress, fill, make } from "./element.js";

function sentence(memory, words) {
  const parts = { state: words[`state_${memory.state}`] ?? "", on: memory.on ?? "" };
  const said = fill(memory.on ? words.previous : words.previous_undated, parts);
  return memory.state === "fail" && memory.fails > 1 ? said + fill(words.repeated, { n: memory.fails }) : said;
}

function picture(photo, words) {
  const shown = make("img", { loading: "lazy", alt: words.previous_photo, width: 56, height: 56, src: photo.thumb ?? photo.url });
  const link = make("a", { className: "previous-photo", href: photo.url }, shown);
  shown.addEventListener("error", () => link.remove()); // not taken along
  return link;
}

// Puts the line under the head of the card (once; the newest memory stands) and returns it; null without a memory.
export function show(card, memory, words) {
  card.querySelector(".previous")?.remove();
  if (!memory?.state) return null;
  dress();
  const line = make("div", { className: "previous" }, make("p", { className: "hint", textContent: sentence(memory, words) }));
  if (memory.note) line.firstChild.append(make("span", { className: "previous-note", textContent: memory.note }));
  if (memory.photo) line.append(picture(memory.photo, words));
  const head = card.querySelector(".item-head");
  if (head) head.after(line);
  else card.prepend(line);
  return line;
}
