// Days and terms over the working calendar, and what is said where it ends.

import {
  CalendarUnlisted, CalendarUnpublished, NoSuchDay, deadlineAfter,
  parseDay, workingDaysBetween, written,
} from "../workdays.js";
import { entered, judged, refuse, say } from "./kind.js";

const NEAR = 1; // working days before the end from which a term is near
const EARLIEST = "1949-10-01"; // no paper and no step of a procedure that is looked at is older than the republic

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

/** A term that reaches into a year whose days are not announced, or not listed, is to be confirmed, never guessed. */
export function confirming(context, act) {
  try {
    return act();
  } catch (wrong) {
    if (!(wrong instanceof CalendarUnpublished)) throw wrong;
    return pending(say(context, wrong instanceof CalendarUnlisted ? "unlisted" : "waits", { year: wrong.year }));
  }
}

/** The day in that input as ISO text; null when it is empty. */
export function dayIn(inputs, name, context) {
  const typed = entered(inputs, name);
  const day = typed ? refusing(context, name, () => written(parseDay(typed))) : null;
  if (day && day < EARLIEST) refuse(context, name, "too_early");
  return day;
}

/** What has happened has not happened after today. */
export function refuseFuture(day, name, context) {
  if (day > context.today) refuse(context, name, "future");
}

/**
 * The first and the last day on which the term may end: the same, unless it begins before the calendar does. Of the days
 * that are not listed nothing is guessed: all of them may have been working days, or none.
 */
export function deadlinesBetween(start, term, calendar) {
  const after = (day, value) => deadlineAfter(day, { ...term, value }, calendar);
  try {
    return Array(2).fill(after(start, term.value));
  } catch (wrong) {
    if (!(wrong instanceof CalendarUnlisted)) throw wrong;
    const unlisted = parseDay(`${calendar.first - 1}-12-31`);
    const begun = Math.min(term.value, unlisted - start);
    return [after(start + begun, term.value - begun), after(unlisted, term.value)];
  }
}

/** That a term from that day cannot be judged without days that the calendar does not list. */
export const unlistedFrom = (start) => new CalendarUnlisted(Number(written(start + 1).slice(0, 4)));

/** The time from one day to another against {value, unit}; without an end the term runs and is pending until it is over. */
export function judgeTerm(start, end, limit, context, name) {
  return confirming(context, () => refusing(context, name, () => term(parseDay(start), end && parseDay(end), limit, context)));
}

function term(start, end, limit, context) {
  const ends = deadlinesBetween(start, limit, context.calendar);
  return end === null ? running(start, ends, limit, context) : ended(start, end, ends, limit, context);
}

const factsOf = (last, limit) => ({ limit: limit.value, unit: limit.unit, last: written(last) });

function ended(start, end, [first, last], limit, context) {
  if (first < end && end <= last) throw unlistedFrom(start);
  const kept = end <= first;
  const [words, used] = usedOf(start, end, limit, context) ?? [kept ? "kept" : "overdue"];
  return judged(kept ? "pass" : "fail", say(context, words, { ...factsOf(kept ? first : last, limit), used }));
}

// In which words, and how many days; null where they are not known, only that they were or were not too many.
function usedOf(start, end, limit, { calendar }) {
  const kind = calendar.units[limit.unit];
  if (kind !== "work") return [kind === "day" ? "used_days" : "used_until", end - start];
  try {
    return ["used_work", workingDaysBetween(start, end, calendar)];
  } catch (wrong) {
    if (!(wrong instanceof CalendarUnpublished)) throw wrong;
    return null;
  }
}

function running(start, [first, last], limit, context) {
  const today = parseDay(context.today);
  if (today > last) return judged("fail", say(context, "overdue", factsOf(last, limit)));
  if (first !== last) throw unlistedFrom(start);
  const left = workingDaysBetween(today, last, context.calendar);
  return pending(say(context, left <= NEAR ? "near" : "runs", { ...factsOf(last, limit), left }));
}
