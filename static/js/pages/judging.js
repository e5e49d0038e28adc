// What the answers mean, worked out on the phone: each item at once, the sums when there is time.

import { keepProgress } from "../offline/visits.js";
import { advice } from "../scoring/entries.js";
import { preview, weigh } from "../scoring/preview.js";
import { attributesAsked } from "./attributes.js";
import { answersOf, contextOf, photosOf } from "./context.js";
import * as sheet from "./sheet.js";

const page = document.querySelector("[data-fill]").dataset;
const { scoring, calendar } = JSON.parse(page.judging);
const items = sheet.boxes().map((each) => JSON.parse(each.dataset.rule));
const rules = Object.fromEntries(items.map((item) => [item.code, item]));
const version = { items, scoring, result_model: page.model, attributes: attributesAsked() };
let summing = 0;

/** The whole visit: points so far, verdict, how far it is, what each item means and lacks. */
export const weighed = (visit) => preview(version, answersOf(items, visit), contextOf(visit, calendar));

function showSums({ interval }) {
  const figure = document.querySelector("[data-interval]");
  if (figure && interval) figure.textContent = interval;
}

/** Show what one item means, and what it still lacks, at once; the sums follow when the frame is painted. */
export function judgeOne(code, inputs, visit) {
  const context = contextOf(visit, calendar);
  const { judgement, lack } = weigh(rules[code], inputs, photosOf(visit, rules[code].id), context);
  sheet.showMeaning(code, judgement, /** @type {any} */ (lack));
  sheet.showAdvice(code, advice(rules[code], inputs, context));
}

export function sumLater(visit) {
  (globalThis.cancelIdleCallback || clearTimeout)(summing);
  summing = (globalThis.requestIdleCallback || setTimeout)(() => showSums(weighed(visit)));
}

export function judgeAll(visit) {
  const found = weighed(visit);
  for (const [code, judgement] of Object.entries(found.judgements)) sheet.showMeaning(code, judgement, found.missing[code]);
  showSums(found);
}

/** Show how far the visit is; the change that is about to be kept carries it to the lists of this phone. */
export const countIn = (visit) => (visit.progress = sheet.showProgress());

/** The same where no change is about to be kept. */
export async function noteProgress(visit) {
  const { answered, total } = visit.progress || {};
  const now = countIn(visit);
  if (now.answered === answered && now.total === total) return;
  await keepProgress(visit.id, now).catch(() => {}); // the next change carries it
}
