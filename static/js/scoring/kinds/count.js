// How many.

import { against, countIn, recorded, share } from "./kind.js";

/** How many: against a limit, or n of m parts. */
export const count = {
  read(inputs, { of }, context) {
    const many = countIn(inputs, of, context);
    return many === null ? null : { count: many };
  },
  judge({ count: many }, { of, partial, limit }, context) {
    if (of) return share(many, of, partial);
    return limit ? against(many, limit, context) : recorded(context);
  },
  advice: ({ count: many }, { advice }) => (advice && many < advice.below ? advice.text : null),
};
