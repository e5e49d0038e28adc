// Days and terms over the working calendar, and what is said where it ends.

import { CalendarUnpublished, NoSuchDay, parseDay, written } from "../workdays.js";
import { entered, judged, refuse, say } from "./kind.js";

export const pending = (because) => judged("unable", because, null, true);

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
