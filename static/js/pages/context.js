// A visit as the scorer takes it: its answers, when and by which calendar they are judged.

import { scoringWords } from "./words.js";

const COUNTY = 8 * 3600e3; // the county's day, whatever zone the phone believes in

const dayOf = (moment) => new Date(new Date(moment).getTime() + COUNTY).toISOString().slice(0, 10);

/** How many photos an item of the visit has; those taken out again do not count. */
export const photosOf = (visit, id) => (visit.items[id]?.photos || []).filter(({ withdrawn }) => !withdrawn).length;

/** The answers of a visit, by the codes of the items; one that was never touched is not among them. */
export function answersOf(items, visit) {
  const touched = items.filter(({ id }) => visit.items[id]);
  return Object.fromEntries(touched.map(({ id, code }) => {
    return [code, { inputs: visit.items[id].inputs, photos: photosOf(visit, id) }];
  }));
}

/** The context of the scorer, by the national calendar that the page carries. */
export const contextOf = (visit, national) => ({
  visitDay: dayOf(visit.started_at),
  today: dayOf(Date.now()),
  calendar: { ...national, overrides: visit.calendar },
  sentences: scoringWords,
  attributes: visit.attributes,
});
