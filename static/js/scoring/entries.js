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

/** What the inputs mean: the person's word, or the value against its limit; null while unanswered. */
export function judge(item, inputs, context) {
  const { state, value } = read(item, inputs, context);
  if (state) return judged(state);
  const { judge: weigh } = KINDS[item.kind];
  return value && weigh ? weigh(value, item.params || {}, context) : null;
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

/** What an item still needs before the visit can be submitted; null when nothing. */
export function missing(item, inputs, judgement, photos, context) {
  const [state, note] = ["state", "note"].map((name) => entered(inputs, name));
  const excused = KINDS[item.kind].isAbsent?.(inputs) ?? false; // what is not there cannot be photographed
  const [key, params] = lacking(item, state, note, judgement, photos, excused) || [];
  return key ? say(context, key, params) : null;
}

function lacking(item, state, note, judgement, photos, excused) {
  if (!judgement) return ["unanswered"];
  if (PERSON_ONLY.includes(state)) return note ? null : [`why_${state}`];
  return judgement.pending ? null : proofLacking(item, note, judgement, photos, excused);
}

function proofLacking(item, note, judgement, photos, excused) {
  const { when, min = 1 } = item.photo_rule || {};
  if (when === "always" && photos < min && !excused) return ["photos", { count: min }];
  if (!["fail", "partial"].includes(judgement.state)) return null;
  if (when === "fail" && photos < min && !excused) return ["photos_fail", { count: min }];
  return note || photos ? null : ["proof"];
}
