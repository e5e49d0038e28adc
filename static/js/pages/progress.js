// How far the visit is: shown on the form, and kept for the lists of this phone.

import { keepProgress } from "../offline/visits.js";
import { showProgress } from "./sheet.js";

/** Show it; the change that is about to be kept carries it. */
export const countIn = (visit) => (visit.progress = showProgress());

/** Show it where no change is about to be kept. */
export async function noteProgress(visit) {
  const { answered, total } = visit.progress || {};
  const now = countIn(visit);
  if (now.answered === answered && now.total === total) return;
  await keepProgress(visit.id, now).catch(() => {}); // the next change carries it
}
