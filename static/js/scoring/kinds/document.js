// A paper that is looked at.

import { countIn, entered, judged, refuse, say, share } from "./kind.js";
import { dayIn } from "./terms.js";

/** A paper that was seen or not, with its last valid day, and how many of its parts are there. */
export const document = {
  read(inputs, { of, valid_until: asked }, context) {
    const seen = entered(inputs, "seen");
    if (seen && !["yes", "no"].includes(seen)) refuse(context, "seen", "pick");
    const count = of ? countIn(inputs, of, context) : null;
    const until = asked ? dayIn(inputs, "valid_until", context) : null;
    return seen ? { seen, count: count ?? 0, until } : null;
  },
  isAbsent: (inputs) => entered(inputs, "seen") === "no",
  judge({ seen, count, until }, { of, partial }, context) {
    if (seen === "no") return judged("fail", say(context, "not_seen"));
    if (until && until < context.visitDay) return judged("fail", say(context, "expired", { day: until }));
    return of ? share(count, of, partial) : judged("pass", say(context, "seen"));
  },
};
