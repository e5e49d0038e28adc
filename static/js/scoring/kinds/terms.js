// Days and terms over the working calendar, and what is said where it ends.

import { CalendarUnpublished, NoSuchDay, deadlineAfter, parseDay, workingDaysBetween, written } from "../workdays.js";
import { entered, judged, refuse, say } from "./kind.js";

const NEAR = 1; // working days before the end from which a term is near

const pending = (because) => judged("unable", because, null, true);

/** What cannot be taken is refused at the input that it came from. */
export function refusing(context, field, act) {
  try {
    return act();
  } catch (wrong) {
    if (!(wrong instanceof NoSuchDay)) throw wrong;
    return refuse(context, field, wrong.key, wrong.params);
  }
}

/** A term that reaches into a year whose days are not announced is to be confirmed, never guessed. */
export function confirming(context, act) {
  try {
    return act();
  } catch (wrong) {
    if (!(wrong instanceof CalendarUnpublished)) throw wrong;
    return pending(say(context, "waits", { year: wrong.year }));
  }
}

/** The day in that input as ISO text; null when it is empty. */
export function dayIn(inputs, name, context) {
  const typed = entered(inputs, name);
  return typed ? refusing(context, name, () => written(parseDay(typed))) : null;
}

/** What has happened has not happened after today. */
export function refuseFuture(day, name, context) {
  if (day > context.today) refuse(context, name, "future");
}

/** The time from one day to another against {value, unit}; without an end the term runs and is pending until it is over. */
export function judgeTerm(start, end, limit, context, name) {
  return confirming(context, () => refusing(context, name, () => term(parseDay(start), end && parseDay(end), limit, context)));
}

function term(start, end, limit, context) {
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
