// What the answers mean, worked out on the phone: each item at once, the sums when there is time.

import { BadInput, advice, judge } from "../scoring/entries.js";
import { preview } from "../scoring/preview.js";
import { attributesAsked } from "./attributes.js";
import { answersOf, contextOf } from "./context.js";
import * as sheet from "./sheet.js";

const page = document.querySelector("[data-fill]").dataset;
const { scoring, calendar } = JSON.parse(page.judging);
const items = sheet.boxes().map((each) => JSON.parse(each.dataset.rule));
const rules = Object.fromEntries(items.map((item) => [item.code, item]));
const version = { items, scoring, result_model: page.model, attributes: attributesAsked() };
let summing = 0;

const weigh = (visit) => preview(version, answersOf(items, visit), contextOf(visit, calendar));

function showSums(visit) {
  const figure = document.querySelector("[data-interval]");
  const { interval } = weigh(visit);
  if (figure && interval) figure.textContent = interval;
}

/** Show what one item means at once; the sums follow when the frame is painted. */
export function judgeOne(code, inputs, visit) {
  const context = contextOf(visit, calendar);
  try {
    sheet.showErrors(code, {});
    sheet.showJudgement(code, judge(rules[code], inputs, context));
    sheet.showAdvice(code, advice(rules[code], inputs, context));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    sheet.showErrors(code, error.fields);
  }
}

export function sumLater(visit) {
  (globalThis.cancelIdleCallback || clearTimeout)(summing);
  summing = (globalThis.requestIdleCallback || setTimeout)(() => showSums(visit));
}

export function judgeAll(visit) {
  const { interval, judgements } = weigh(visit);
  for (const [code, judgement] of Object.entries(judgements)) sheet.showJudgement(code, judgement);
  const figure = document.querySelector("[data-interval]");
  if (figure && interval) figure.textContent = interval;
}

/** What keeps the visit from being submitted: item code → sentence. */
export const whatIsMissing = (visit) => weigh(visit).missing;
