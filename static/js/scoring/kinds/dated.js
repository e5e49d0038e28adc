// Answers about papers and days.

import { CalendarUnpublished, deadlineAfter, NoSuchDay, parseDay, workingDaysBetween, written } from "../workdays.js";
import { entered, judged, lettersIn, refuse, say, share, wholeNumberIn } from "./kind.js";

const NEAR = 1; // working days before the end from which a term is near
const LONGEST_TEXT = 2000;

// What cannot be taken is refused at the input that it came from.
function refusing(context, field, act) {
  try {
    return act();
  } catch (wrong) {
    if (!(wrong instanceof NoSuchDay)) throw wrong;
    return refuse(context, field, wrong.key, wrong.params);
  }
}

// A term that reaches into a year whose days are not announced is to be confirmed, never guessed.
function confirming(context, act) {
  try {
    return act();
  } catch (wrong) {
    if (!(wrong instanceof CalendarUnpublished)) throw wrong;
    return pending(say(context, "waits", { year: wrong.year }));
  }
}

/** The day in that input as ISO text; null when it is empty. */
function dayIn(inputs, name, context) {
  const typed = entered(inputs, name);
  return typed ? refusing(context, name, () => written(parseDay(typed))) : null;
}

/** A paper that was seen or not, with its last valid day, and how many of its parts are there. */
export const paper = {
  read(inputs, { of, valid_until: asked }, context) {
    const seen = entered(inputs, "seen");
    if (seen && !["yes", "no"].includes(seen)) refuse(context, "seen", "pick");
    const count = of ? wholeNumberIn(inputs, "count", context) : null;
    const until = asked ? dayIn(inputs, "valid_until", context) : null;
    if (count > (of ?? 0)) refuse(context, "count", "too_many");
    return seen ? { seen, count: count ?? 0, until } : null;
  },
  judge({ seen, count, until }, { of, partial }, context) {
    if (seen === "no") return judged("fail", say(context, "not_seen"));
    if (until && until < context.visitDay) return judged("fail", say(context, "expired", { day: until }));
    return of ? share(count, of, partial) : judged("pass", say(context, "seen"));
  },
};

/** A day, judged by its distance from the visit; without a limit it is only recorded. */
export const date = {
  read(inputs, params, context) {
    const day = dayIn(inputs, "day", context);
    return day && { day };
  },
  judge({ day }, { limit }, context) {
    if (!limit) return judged("pass", say(context, "recorded"));
    if (limit.op === "not_before_visit") return judged(day >= context.visitDay ? "pass" : "fail", day);
    return confirming(context, () => refusing(context, "day", () => judgeDistance(day, limit, context)));
  },
};

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

const pending = (because) => judged("unable", because, null, true);

function judgeDistance(day, limit, context) {
  const reached = written(deadlineAfter(parseDay(day), limit, context.calendar));
  const holds = limit.op === "within" ? reached >= context.visitDay : reached <= context.visitDay;
  return judged(holds ? "pass" : "fail", day);
}

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

/** Words that are only recorded. */
export const words = {
  read(inputs, params, context) {
    const text = entered(inputs, "text");
    if (lettersIn(text) > LONGEST_TEXT) refuse(context, "text", "long_text");
    return text ? { text } : null;
  },
  judge: (value, params, context) => judged("pass", say(context, "recorded")),
};
