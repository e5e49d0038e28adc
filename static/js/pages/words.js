// What the page has for its scripts to say; no script holds a language.

const given = JSON.parse(document.querySelector("[data-words]").dataset.words);

/** The page's sentences by their keys, for tools that are handed theirs. */
export const words = given.page;

/** What the scorer says; only of a page that judges answers. */
export const scoringWords = given.scoring;

export const has = (key) => key in words;

/** A sentence of the page, its parameters filled in. */
export const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Why something failed: ours for its code, or the server's sentence. */
export function reason(error) {
  const code = error?.code || error?.name;
  return has(`code_${code}`) ? say(`code_${code}`) : error?.message || code || String(error);
}
