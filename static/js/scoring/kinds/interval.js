// The time between two days.

import { refuse } from "./kind.js";
import { dayIn, judgeTerm, refuseFuture } from "./terms.js";

/** The time between two days against a limit; without an end the term runs and is pending until it is over. */
export const interval = {
  read(inputs, params, context) {
    const [start, end] = ["start", "end"].map((name) => dayIn(inputs, name, context));
    if (!start && !end) return null;
    if (!start) refuse(context, "start", "no_start");
    if (end && end < start) refuse(context, "end", "reversed");
    refuseFuture(end || start, end ? "end" : "start", context);
    return { start, end };
  },
  judge: ({ start, end }, { limit }, context) => judgeTerm(start, end, limit, context, "start"),
};
