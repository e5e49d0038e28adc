// The person judges.

import { numberIn } from "./kind.js";

/** The person judges; readings beside the verdict are only recorded. */
export const verdict = {
  states: ({ partial }) => (partial ? ["pass", "partial", "fail"] : ["pass", "fail"]),
  read(inputs, { readings = [] }, context) {
    const given = readings.map(({ name }) => [name, numberIn(inputs, name, context)]).filter(([, each]) => each !== null);
    return given.length ? { readings: Object.fromEntries(given) } : null;
  },
};
