// When and by which calendar the answers of a visit are judged.

const COUNTY = 8 * 3600e3; // the county's day, whatever zone the phone believes in

const dayOf = (moment) => new Date(new Date(moment).getTime() + COUNTY).toISOString().slice(0, 10);

/** The context of the scorer; `judging` is what the page carries: sentences and the national calendar. */
export const contextOf = (visit, judging) => ({
  visitDay: dayOf(visit.started_at),
  today: dayOf(Date.now()),
  calendar: { ...judging.calendar, overrides: visit.calendar },
  sentences: judging.sentences,
  attributes: visit.attributes,
});
