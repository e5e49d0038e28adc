// One answer as it was entered: what it means, what it still needs, which items are asked at all.

import { KINDS } from "./kinds/index.js";
import { BadInput, entered, judged, lettersIn, refuse, say } from "./kinds/kind.js";

export { BadInput };

const LONGEST_NOTE = 2000;
const PERSON_ONLY = ["na", "unable"];

/** Whether an item with that condition is asked: {attribute, in: […]} or {any: […]}; without one, always. */
export function holds(condition, attributes) {
  if (!condition) return true;
  if (condition.any) return condition.any.some((each) => holds(each, attributes));
  return condition.in.includes(attributes[condition.attribute] ?? null);
}

function allowedStates(item) {
  const own = KINDS[item.kind].states?.(item.params || {}) || [];
  return [...own, ...(item.na_allowed ? PERSON_ONLY : ["unable"])];
}

// State and value of the raw inputs; throws BadInput with the inputs that cannot be taken.
function read(item, inputs, context) {
  const state = entered(inputs, "state") || null;
  if (lettersIn(entered(inputs, "note")) > LONGEST_NOTE) refuse(context, "note", "long_note");
  if (state && !allowedStates(item).includes(state)) refuse(context, "state", "pick");
  const decided = PERSON_ONLY.includes(state);
  return { state, value: decided ? null : KINDS[item.kind].read(inputs, item.params || {}, context) };
}

/** What the inputs mean: the person's word, or the value against its limit; null while they are no answer in full. */
export function judge(item, inputs, context) {
  const { state, value } = read(item, inputs, context);
  if (state) return judged(state);
  return value && !owed(item, state, value, context) ? KINDS[item.kind].judge(value, item.params || {}, context) : null;
}

// What of a begun answer is still to be said, by its short name; empty when nothing is, or nothing was begun.
function owed(item, state, value, context) {
  const kind = KINDS[item.kind];
  if (state || !value) return "";
  return kind.states ? say(context, "verdict") : (kind.owed?.(value, item.params || {}, context) ?? "");
}

/** What we recommend although the limit is met; null when nothing, or when the inputs cannot be taken. */
export function advice(item, inputs, context) {
  try {
    const { value } = read(item, inputs, context);
    return (value && KINDS[item.kind].advice?.(value, item.params || {})) ?? null;
  } catch (wrong) {
    if (wrong instanceof BadInput) return null;
    throw wrong;
  }
}

const WHY = { unable: ["why_unable", "reason", "note"], na: ["why_na", "ground", "note"] };

/**
 * What an item still needs to be answered in full: {sentence, name, field}; null when nothing. The name is short, and empty
 * where nothing was begun; `field` is the input that takes it, where that is one.
 */
export function lacking(item, inputs, judgement, photos, context) {
  const [state, note] = ["state", "note"].map((name) => entered(inputs, name));
  if (!judgement) return notInFull(item, inputs, context);
  const excused = KINDS[item.kind].isAbsent?.(inputs, item.params || {}) ?? false; // what is not there cannot be photographed
  const [key, name, field, params] = proofOrWhy(item, state, note, judgement, photos, excused) || [];
  return key ? { sentence: say(context, key, params), name: say(context, name), field } : null;
}

function notInFull(item, inputs, context) {
  const { state, value } = read(item, inputs, context);
  const what = owed(item, state, value, context);
  return { sentence: what ? say(context, "owed", { what }) : say(context, "unanswered"), name: what, field: "" };
}

function proofOrWhy(item, state, note, judgement, photos, excused) {
  if (PERSON_ONLY.includes(state)) return note ? null : WHY[state];
  return judgement.pending ? null : proof(item, note, judgement, photos, excused);
}

function proof(item, note, judgement, photos, excused) {
  const { when, min = 1 } = item.photo_rule || {};
  if (when === "always" && photos < min && !excused) return ["photos", "photo", "photos", { count: min }];
  if (!["fail", "partial"].includes(judgement.state)) return null;
  if (when === "fail" && photos < min && !excused) return ["photos_fail", "photo", "photos", { count: min }];
  return note || photos ? null : ["proof", "words_or_photo", "note"];
}
