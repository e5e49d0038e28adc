// A paper that is looked at.

import { countIn, entered, judged, referenceIn, refuse, say, share } from "./kind.js";
import { dayIn } from "./terms.js";

/** A paper that was seen or not, with its last valid day, and how many of its parts are there. */
export const document = {
  read(inputs, { of, valid_until: asked }, context) {
    const seen = entered(inputs, "seen");
    if (seen && !["yes", "no"].includes(seen)) refuse(context, "seen", "pick");
    const reference = referenceIn(inputs, context);
    const count = of ? countIn(inputs, of, context) : null;
    const until = asked ? dayIn(inputs, "valid_until", context) : null;
    return seen || reference || count !== null || until ? { seen, count, until, reference } : null;
  },
  isAbsent: (inputs) => entered(inputs, "seen") === "no",
  owed({ seen, count, until, reference }, { of, valid_until: asked, reference: wanted }, context) {
    if (seen === "no") return "";
    const lacks = { owed_seen: !seen, owed_count: of && count === null, owed_until: asked && !until, owed_reference: wanted === "required" && !reference };
    const [first] = Object.keys(lacks).filter((key) => lacks[key]);
    return first ? say(context, first) : "";
  },
  judge({ seen, count, until }, { of, partial }, context) {
    if (seen === "no") return judged("fail", say(context, "not_seen"));
    if (until && until < context.visitDay) return judged("fail", say(context, "expired", { day: until }));
    return of ? share(count, of, partial) : judged("pass", say(context, "seen"));
  },
};
