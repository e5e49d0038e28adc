// The end of a visit: what is handed in, on one screen, the signature on the spot, and handing it in when nothing is missing.

import { ask } from "../field/dialog.js";
import { button, make } from "../field/element.js";
import * as visits from "../offline/visits.js";
import { weighed } from "./judging.js";
import { isUnkept, keep, settled, showProblem } from "./saving.js";
import { itemId } from "./sheet.js";
import { say, words } from "./words.js";

const STATES = ["fail", "partial", "unable", "na"]; // what the summary counts, in its order

const signer = ({ signature }) => (signature ? `${say("signed")} ${signature.signer}` : say("sign"));

export function showSigner(visit) {
  for (const each of document.querySelectorAll("[data-sign]")) each.textContent = signer(visit);
}

export async function sign(visit) {
  const { open } = await import("../field/signature.js");
  const drawn = await open(words);
  if (drawn && (await keep(() => visits.sign(visit, drawn)))) showSigner(visit);
}

/** What is about to be handed in: how much is answered, what does not conform; then back, or on. */
export async function finish(visit) {
  const signing = button(signer(visit), () => sign(visit));
  signing.dataset.sign = "";
  const sure = await ask(say("finish"), (answer) => {
    const on = button(say("submit"), () => answer(true), "button primary");
    on.dataset.submit = "";
    return [facts(weighed(visit)), signing, make("div", { className: "buttons" }, button(say("back"), () => answer(false)), on)];
  });
  if (sure) await submit(visit);
}

function facts({ answered, total, interval, judgements }) {
  const among = (state) => Object.entries(judgements).filter(([, each]) => each?.state === state && isAsked(each)).map(([code]) => code);
  const counted = STATES.map((state) => [state, among(state)]).filter(([, codes]) => codes.length);
  const rows = counted.map(([state, codes]) => [say(`state_${state}`), say("codes", { n: codes.length, codes: codes.join(say("between")) })]);
  const points = document.querySelector("[data-interval]") && interval ? [[say("points"), interval]] : [];
  const all = [[say("answered"), `${answered} / ${total}`], ...points, ...rows];
  return make("dl", { className: "facts" }, ...all.map(([name, value]) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value }))));
}

// Items that are not asked do not apply without anybody's word; only what a person said so is told.
const isAsked = ({ because }) => because !== undefined;

/** Freeze the visit and leave for its result; says what is missing where something came in meanwhile. */
async function submit(visit) {
  await settled(); // a photo that was just chosen goes with it
  if (isUnkept()) return showProblem(say("work_not_saved")); // something else than what is seen would be handed in
  const needs = Object.entries(weighed(visit).missing).filter(([code]) => !isLocked(visit, code));
  if (needs.length) return showProblem(say("incomplete"), ...needs.map(([code, { sentence }]) => linkTo(code, sentence)));
  if (await keep(() => visits.submit(visit))) location.assign(`/phone/result#${visit.id}`);
}

const isLocked = (visit, code) => document.querySelector(`[data-box="${code}"]`) && visit.items[itemId(code)]?.locked;

function linkTo(code, sentence) {
  return make("p", {}, make("a", { href: `#item-${code}`, textContent: code }), ` ${sentence}`);
}
