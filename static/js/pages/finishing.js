// The end of a visit: the signature on the spot, and handing it in when nothing is missing.

import * as visits from "../offline/visits.js";
import { whatIsMissing } from "./judging.js";
import { isUnkept, keep, settled, showProblem } from "./saving.js";
import { linkTo } from "./sheet.js";
import { say, words } from "./words.js";

export function showSigner({ signature }) {
  document.querySelector("[data-sign]").textContent = signature ? `${say("signed")} ${signature.signer}` : say("sign");
}

export async function sign(visit) {
  const { open } = await import("../field/signature.js");
  const drawn = await open(words);
  if (drawn && (await keep(() => visits.sign(visit, drawn)))) showSigner(visit);
}

/** Freeze the visit and leave for its result; says what is missing otherwise. */
export async function submit(visit) {
  await settled(); // a photo that was just chosen goes with it
  if (isUnkept()) return showProblem(say("work_not_saved")); // something else than what is seen would be handed in
  const needs = Object.entries(whatIsMissing(visit));
  if (needs.length) return showProblem(say("incomplete"), ...needs.map(([code, need]) => linkTo(code, need)));
  if (await keep(() => visits.submit(visit))) location.assign(`/phone/result#${visit.id}`);
}
