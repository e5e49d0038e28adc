// What helps the hand and is not the answer: the last result of this clause at this site, speaking instead of typing.

import { box, codes, itemId } from "./sheet.js";
import { words } from "./words.js";

/** The last verdict on each item here, as it was taken along; nothing is ever filled in from it. */
export async function showMemory(memory) {
  const { show } = await import("../field/previous.js");
  for (const code of codes()) {
    const last = memory[itemId(code)];
    if (last) show(box(code).querySelector("[data-item]"), last, words);
  }
}

/** A button to speak into that text, once. */
export async function offerDictation(target) {
  if ("dictation" in target.dataset) return;
  target.dataset.dictation = "";
  const { dictate } = await import("../field/dictate.js");
  dictate(target, document.documentElement.lang, words);
}
