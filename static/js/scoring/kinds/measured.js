// Answers that are counted, measured or picked.

import { against, entered, judged, numberIn, refuse, say, share, wholeNumberIn } from "./kind.js";

const recorded = (context) => judged("pass", say(context, "recorded"));

/** The person judges; readings beside the verdict are only recorded. */
export const verdict = {
  states: ({ partial }) => (partial ? ["pass", "partial", "fail"] : ["pass", "fail"]),
  read(inputs, { readings = [] }, context) {
    const given = readings.map(({ name }) => [name, numberIn(inputs, name, context)]).filter(([, each]) => each !== null);
    return given.length ? { readings: Object.fromEntries(given) } : null;
  },
};

/** A reading with a unit against a limit; without one it is only recorded. */
export const number = {
  read(inputs, params, context) {
    const reading = numberIn(inputs, "reading", context);
    return reading === null ? null : { reading };
  },
  judge: ({ reading }, { limit }, context) => (limit ? against(reading, limit, context) : recorded(context)),
};

/** How many: against a limit, or n of m parts. */
export const count = {
  read(inputs, { of }, context) {
    const many = wholeNumberIn(inputs, "count", context);
    if (of && many > of) refuse(context, "count", "too_many");
    return many === null ? null : { count: many };
  },
  judge({ count: many }, { of, partial, limit }, context) {
    if (of) return share(many, of, partial);
    return limit ? against(many, limit, context) : recorded(context);
  },
  advice: ({ count: many }, { advice }) => (advice && many < advice.below ? advice.text : null),
};

/** One of several named options, each with the state that it means. */
export const choice = {
  read(inputs, { options }, context) {
    const option = entered(inputs, "option");
    if (!option) return null;
    if (!options.some(({ value }) => value === option)) refuse(context, "option", "pick");
    return { option };
  },
  judge({ option }, { options }, context) {
    const { state, label } = options.find(({ value }) => value === option);
    return judged(state, context.sentences.labels?.[label] ?? label);
  },
};
