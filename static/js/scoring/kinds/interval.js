// The time between two days.

import { deadlineAfter, parseDay, workingDaysBetween, written } from "../workdays.js";
import { judged, refuse, say } from "./kind.js";
import { confirming, dayIn, pending, refusing } from "./terms.js";

const NEAR = 1; // working days before the end from which a term is near

/** The time between two days against a limit; without an end the term runs and is pending until it is over. */
export const interval = {
  read(inputs, params, context) {
    const [start, end] = ["start", "end"].map((name) => dayIn(inputs, name, context));
    if (!start && !end) return null;
    if (!start) refuse(context, "start", "no_start");
    if (end && end < start) refuse(context, "end", "reversed");
    if ((end || start) > context.today) refuse(context, end ? "end" : "start", "future");
    return { start, end };
  },
  judge(value, { limit }, context) {
    return confirming(context, () => refusing(context, "start", () => judgeTerm(value, limit, context)));
  },
};

function judgeTerm(value, limit, context) {
  const [start, end] = [value.start, value.end].map((day) => day && parseDay(day));
  const last = deadlineAfter(start, limit, context.calendar);
  const facts = { limit: limit.value, unit: limit.unit, last: written(last) };
  if (end === null) return running(last, facts, context);
  const kind = context.calendar.units[limit.unit];
  facts.used = kind === "work" ? workingDaysBetween(start, end, context.calendar) : end - start;
  const words = { work: "used_work", day: "used_days" }[kind] || "used_until";
  return judged(end <= last ? "pass" : "fail", say(context, words, facts));
}

function running(last, facts, context) {
  const today = parseDay(context.today);
  if (today > last) return judged("fail", say(context, "overdue", facts));
  const left = workingDaysBetween(today, last, context.calendar);
  return pending(say(context, left <= NEAR ? "near" : "runs", { ...facts, left }));
}
