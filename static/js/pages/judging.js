// What the answers mean, worked out on the phone: each item at once, the sums when there is time.

import { BadInput, advice, judge } from "../scoring/entries.js";
import { preview } from "../scoring/preview.js";
import { attributesAsked } from "./attributes.js";
import { contextOf } from "./context.js";
import * as sheet from "./sheet.js";

const page = document.querySelector("[data-fill]").dataset;
const judging = JSON.parse(page.judging);
const rules = Object.fromEntries(sheet.boxes().map((each) => [each.dataset.box, JSON.parse(each.dataset.rule)]));
const items = Object.entries(rules).map(([code, rule]) => ({ code, ...rule }));
const version = { items, scoring: judging.scoring, result_model: page.model, attributes: attributesAsked() };
let summing = 0;

const photosOf = (item) => (item?.photos || []).filter((photo) => !photo.withdrawn).length;

function answersOf(visit) {
  const answers = {};
  for (const code of Object.keys(rules)) {
    const item = visit.items[sheet.itemId(code)];
    if (item) answers[code] = { inputs: item.inputs, photos: photosOf(item) };
  }
  return answers;
}

const weigh = (visit) => preview(version, answersOf(visit), contextOf(visit, judging));

function showSums(visit) {
  const figure = document.querySelector("[data-interval]");
  const { interval } = weigh(visit);
  if (figure && interval) figure.textContent = interval;
}

/** Show what one item means at once; the sums follow when the frame is painted. */
export function judgeOne(code, inputs, visit) {
  const context = contextOf(visit, judging);
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
