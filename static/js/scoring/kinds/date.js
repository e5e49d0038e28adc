// A day.

import { parseDay } from "../workdays.js";
import { judged, recorded } from "./kind.js";
import { confirming, dayIn, deadlinesBetween, refusing, unlistedFrom } from "./terms.js";

/** A day, judged by its distance from the visit; without a limit it is only recorded. */
export const date = {
  read(inputs, params, context) {
    const day = dayIn(inputs, "day", context);
    return day && { day };
  },
  judge({ day }, { limit }, context) {
    if (!limit) return recorded(context);
    if (limit.op === "not_before_visit") return judged(day >= context.visitDay ? "pass" : "fail", day);
    return confirming(context, () => refusing(context, "day", () => judgeDistance(day, limit, context)));
  },
};

function judgeDistance(day, limit, context) {
  const [first, last] = deadlinesBetween(parseDay(day), limit, context.calendar);
  const visit = parseDay(context.visitDay);
  const [met, missed] = limit.op === "within" ? [visit <= first, visit > last] : [visit >= last, visit < first];
  if (!met && !missed) throw unlistedFrom(parseDay(day));
  return judged(met ? "pass" : "fail", day);
}
