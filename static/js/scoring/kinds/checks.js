// Several named things, each looked for.

import { entered, refuse, say, share } from "./kind.js";

const nameOf = (place) => `part${place + 1}`;

/** Several named things, each seen or not; while one of them has not been said, nothing is judged. */
export const checks = {
  read(inputs, { parts, reference }, context) {
    const said = parts.map((_, place) => entered(inputs, nameOf(place)));
    said.forEach((each, place) => ["", "yes", "no"].includes(each) || refuse(context, nameOf(place), "pick"));
    return said.some(Boolean) || (reference && entered(inputs, "reference")) ? { said } : null;
  },
  isAbsent(inputs) {
    const said = Object.keys(inputs).filter((name) => /^part\d+$/.test(name)).map((name) => entered(inputs, name)).filter(Boolean);
    return said.length > 0 && said.every((each) => each === "no");
  },
  judge({ said }, { parts, partial }, context) {
    if (!said.every(Boolean)) return null;
    const missing = parts.filter((_, place) => said[place] === "no");
    const reached = parts.length - missing.length;
    const judged = share(reached, parts.length, partial);
    return missing.length ? { ...judged, because: lacking(reached, parts, missing, context) } : judged;
  },
};

function lacking(reached, parts, missing, context) {
  const named = missing.map((part) => context.sentences.labels?.[part] ?? part);
  return say(context, "lacking", { reached, of: parts.length, parts: named.join(say(context, "between")) });
}
