// One of several options.

import { entered, inWords, judged, refuse } from "./kind.js";

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
    return judged(state, inWords(label, context));
  },
};
