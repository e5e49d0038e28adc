// A visit as the server would show it: the points so far, how far it is, and what keeps it from being submitted.

import { BadInput, holds, judge, lacking } from "./entries.js";
import { rounded } from "./fractions.js";
import { say } from "./kinds/kind.js";
import { score } from "./score.js";
import { isOpen } from "./sums.js";

/**
 * version: {items, scoring, result_model, attributes: [{name, label}]}; answers: {code: {inputs, photos: how many}};
 * context: also `attributes`, what is known of the site. Items that are not asked do not apply, nor are they counted;
 * answered are those that lack nothing.
 */
export function preview(version, answers, context) {
  const attributes = context.attributes || {};
  const [judged, lacks] = [{}, {}];
  let total = 0;
  for (const item of version.items) {
    const { inputs = {}, photos = 0 } = answers[item.code] || {};
    const asked = holds(item.condition, attributes);
    const { judgement, lack } = asked ? weigh(item, inputs, photos, context) : { judgement: { state: "na" } };
    judged[item.code] = judgement;
    if (asked) total += 1;
    if (lack) lacks[item.code] = lack;
  }
  const answered = total - Object.keys(lacks).length;
  for (const { name, label } of version.attributes || []) {
    if (!(name in attributes)) lacks[name] = { sentence: say(context, "first", { label }), name: label, field: "" };
  }
  const result = score({ ...version.scoring, items: version.items }, judged);
  return {
    interval: printed(result.interval),
    verdict: verdictOf(version, result),
    vetoes: result.vetoes,
    grade: result.grade,
    answered,
    total,
    missing: lacks,
    judgements: judged,
  };
}

/** What the inputs of one item mean and lack; what cannot be taken is no answer: its lack has `fields`, input → refusal. */
export function weigh(item, inputs, photos, context) {
  try {
    const judgement = judge(item, inputs, context);
    return { judgement, lack: lacking(item, inputs, judgement, photos, context) };
  } catch (wrong) {
    if (!(wrong instanceof BadInput)) throw wrong;
    const [field] = Object.keys(wrong.fields);
    return { judgement: null, lack: { sentence: wrong.message, name: say(context, "mended"), field, fields: wrong.fields } };
  }
}

const printed = (interval) => interval && [...new Set(interval.map(rounded))].join("–");

/** The outcome in one word: open, pass, fail, or na. */
function verdictOf({ result_model: model, scoring }, result) {
  if (model === "findings") return findingsVerdict(result);
  if (model === "gates") return gatesVerdict(result);
  if (!result.final) return "open";
  if (!result.raw) return "na";
  if (result.items.some((item) => item.vetoed && item.rule.veto === "all")) return "fail";
  const bands = scoring?.bands || [];
  return bands.length > 1 && result.grade === bands.at(-1).name ? "fail" : "pass";
}

const FAILED = ["fail", "partial"];
const failed = (items) => items.some((item) => FAILED.includes(item.state));

/** open, fail where anything was found, pass otherwise. */
export function findingsVerdict({ items }) {
  if (items.some(isOpen)) return "open";
  return failed(items) ? "fail" : "pass";
}

/** fail where a gate failed, open while one is undecided, pass otherwise; recorded-only items are no gates. */
export function gatesVerdict({ items }) {
  const gates = items.filter((item) => item.rule.method !== "info" && item.state !== "na");
  if (failed(gates)) return "fail";
  return gates.some(isOpen) ? "open" : "pass";
}
