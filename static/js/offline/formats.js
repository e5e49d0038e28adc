// Drafts of every released format open in every later one: each format has one step to the next.

import { NewerFormat } from "./errors.js";

export const FORMAT = 1;
const STEPS = {}; // format → function (visit) that makes it the next format; never taken out again

/** The draft in the present format. */
export function upgrade(visit, steps = STEPS, present = FORMAT) {
  if (visit.format > present) throw new NewerFormat();
  while (visit.format < present) visit = { ...steps[visit.format](visit), format: visit.format + 1 };
  return visit;
}

/** The drafts that this app can read, in the present format; those of a newer app wait for it. */
export const readable = (visits) => visits.filter(({ format }) => format <= FORMAT).map((visit) => upgrade(visit));
