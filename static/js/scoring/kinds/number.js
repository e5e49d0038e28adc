// A reading with a unit.

import { against, numberIn, recorded } from "./kind.js";

/** A reading with a unit against a limit; without one it is only recorded. */
export const number = {
  read(inputs, params, context) {
    const reading = numberIn(inputs, "reading", context);
    return reading === null ? null : { reading };
  },
  judge: ({ reading }, { limit }, context) => (limit ? against(reading, limit, context) : recorded(context)),
};
