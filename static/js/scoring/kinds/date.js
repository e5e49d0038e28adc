// A day.

import { deadlineAfter, parseDay, written } from "../workdays.js";
import { judged, recorded } from "./kind.js";
import { confirming, dayIn, refusing } from "./terms.js";

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
  const reached = written(deadlineAfter(parseDay(day), limit, context.calendar));
  const holds = limit.op === "within" ? reached >= context.visitDay : reached <= context.visitDay;
  return judged(holds ? "pass" : "fail", day);
}
