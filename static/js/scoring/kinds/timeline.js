// Dated steps, with terms between them.

import { inWords, judged, say } from "./kind.js";
import { dayIn, judgeTerm, refuseFuture } from "./terms.js";

/** The days on which the steps of a procedure were taken: in their order, each within its term. */
export const timeline = {
  read(inputs, { steps }, context) {
    const days = steps.map(({ name }) => [name, dayIn(inputs, name, context)]).filter(([, day]) => day);
    for (const [name, day] of days) refuseFuture(day, name, context);
    return days.length ? { __proto__: null, ...Object.fromEntries(days) } : null;
  },
  owed(days, { steps }, context) {
    const first = steps.find((step) => isWanted(step, days));
    return first ? inWords(first.label, context) : "";
  },
  judge(days, { steps }, context) {
    const found = [...outOfOrder(days, steps, context), ...outOfTerm(days, steps, context)];
    return found.find(({ state }) => state === "fail") ?? found[0] ?? judged("pass", say(context, "in_order"));
  },
};

// A step's day is still to be said: it has none, may not be left out and has no term.
const isWanted = ({ name, optional, within }, days) => !(days[name] || optional || within);

function outOfOrder(days, steps, context) {
  const dated = steps.filter(({ name }) => days[name]);
  const pairs = dated.slice(1).map((later, place) => [dated[place], later]);
  return pairs.filter(([earlier, later]) => days[later.name] < days[earlier.name]).map(([earlier, later]) => {
    const labels = { later: inWords(later.label, context), earlier: inWords(earlier.label, context) };
    return judged("fail", say(context, "before", labels));
  });
}

// Its term began; what came before that is out of order only.
const hasTerm = ({ name, within }, days) => days[within?.after] && !(days[name] < days[within.after]);

// The steps that came too late or whose term still runs; one whose beginning has no day has no term.
function outOfTerm(days, steps, context) {
  return steps
    .filter((step) => hasTerm(step, days))
    .map(({ name, label, within }) => {
      const term = judgeTerm(days[within.after], days[name] ?? null, within, context, within.after);
      return { ...term, because: say(context, "named", { name: inWords(label, context), words: term.because }) };
    })
    .filter(({ state }) => state !== "pass");
}
