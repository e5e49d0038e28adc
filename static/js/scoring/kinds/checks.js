// Several named things, each looked for.

import { entered, inWords, referenceIn, refuse, say, share } from "./kind.js";

const nameOf = (place) => `part${place + 1}`;

/** Several named things, each seen or not; while one of them has not been said, the answer means nothing. */
export const checks = {
  read(inputs, { parts, reference }, context) {
    const said = parts.map((_, place) => entered(inputs, nameOf(place)));
    said.forEach((each, place) => ["", "yes", "no"].includes(each) || refuse(context, nameOf(place), "pick"));
    const named = reference && referenceIn(inputs, context);
    return said.some(Boolean) || named ? { said } : null;
  },
  owed({ said }, { parts }, context) {
    const first = parts.find((_, place) => !said[place]);
    return first ? inWords(first, context) : "";
  },
  isAbsent(inputs, { parts }) {
    const said = parts.map((_, place) => entered(inputs, nameOf(place))).filter(Boolean);
    return said.length > 0 && said.every((each) => each === "no");
  },
  judge({ said }, { parts, partial }, context) {
    const missing = parts.filter((_, place) => said[place] === "no");
    const reached = parts.length - missing.length;
    const judged = share(reached, parts.length, partial);
    return missing.length ? { ...judged, because: lacking(reached, parts, missing, context) } : judged;
  },
};

function lacking(reached, parts, missing, context) {
  const named = missing.map((part) => inWords(part, context));
  return say(context, "lacking", { reached, of: parts.length, parts: named.join(say(context, "between")) });
}
