// Words.

import { lettersIn, lines, recorded, refuse } from "./kind.js";

const LONGEST_TEXT = 2000;

/** Words that are only recorded. */
export const text = {
  read(inputs, params, context) {
    const said = lines(inputs, "text");
    if (lettersIn(said) > LONGEST_TEXT) refuse(context, "text", "long_text");
    return said ? { text: said } : null;
  },
  judge: (value, params, context) => recorded(context),
};
