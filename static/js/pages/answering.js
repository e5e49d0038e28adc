// Answers on their way from the screen to the disk; the journal has them until they are there.

import * as journal from "../offline/journal.js";
import { setAnswer } from "../offline/visits.js";
import { writeAttributes } from "./attributes.js";
import { countIn, judgeOne, sumLater } from "./judging.js";
import { isUnkept, isWriting, keep, settled, showSaved, unsettled } from "./saving.js";
import * as sheet from "./sheet.js";

const QUIET = 400; // milliseconds without a key before what is typed is kept
const waiting = new Map(); // code → timer of an answer that is still being typed
const latest = new Map(); // code → inputs that are not on the disk yet
let visit = null;

/** Whose answers these are. */
export const answer = (shown) => (visit = shown);

export const isTyping = () => waiting.size > 0;
export const isUnderWay = () => isTyping() || isWriting();
export const isBusy = () => isUnderWay() || isUnkept();

const isUnsure = (code) => waiting.has(code) || unsettled().includes(code);

/** The inputs of an item as they were last given; the screen may have a newer change, or none of it any more. */
export const inputsGiven = (code) => ({ ...(latest.get(code) ?? visit.items[sheet.itemId(code)]?.inputs) });

function confirmed(code) {
  sumLater(visit);
  if (isUnsure(code)) return;
  latest.delete(code);
  journal.drop(visit.id, sheet.itemId(code));
}

/** Show what the answer at this item means, and keep it; the rest of the work begins with `turn`. */
export function save(code, turn = Promise.resolve()) {
  clearTimeout(waiting.get(code));
  waiting.delete(code);
  latest.set(code, sheet.readInputs(code));
  judgeOne(code, latest.get(code), visit);
  turn.then(() => countIn(visit));
  const kept = keep(() => turn.then(() => setAnswer(visit, sheet.itemId(code), inputsGiven(code))), undefined, code);
  kept.then(() => confirmed(code));
  return kept;
}

export const saveTyped = () => Promise.all([...waiting.keys()].map((code) => save(code)));

/** Done when all that the screen shows is on the disk, or could not be kept. */
export async function saveAll() {
  while (isUnderWay()) {
    await saveTyped();
    await settled();
  }
}

/** Put into the journal what is not on the disk; whether nothing else is lost with this page. */
export function note() {
  const unsure = sheet.codes().filter(isUnsure);
  const inputs = (code) => (waiting.has(code) ? sheet.readInputs(code) : inputsGiven(code));
  const noted = journal.put(visit, unsure.map((code) => ({ item: sheet.itemId(code), inputs: inputs(code) })));
  return noted && unsettled().every((key) => sheet.box(key));
}

/** Put what was given on the screen again: a browser that brings a page back may empty its fields (WebKit). */
export function showAgain() {
  writeAttributes(visit.attributes);
  sheet.codes().forEach((code) => sheet.writeInputs(code, inputsGiven(code)));
}

/** Answer with what the journal had; what the server has got since then from others stays beside it. */
export function restore(rows) {
  for (const { item, inputs, base_revision } of rows) {
    const code = sheet.codes().find((each) => sheet.itemId(each) === item);
    if (!code) continue;
    visit.items[item] = { inputs: {}, at: null, photos: [], ...visit.items[item], base_revision };
    sheet.writeInputs(code, inputs);
    save(code);
  }
}

export function onInput({ target }) {
  const code = sheet.codeAt(target);
  if (!code || !["text", "textarea", "date"].includes(target.type)) return;
  sheet.release(code, target);
  clearTimeout(waiting.get(code));
  waiting.set(code, setTimeout(() => save(code), QUIET));
  showSaved();
}
