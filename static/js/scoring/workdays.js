// Days and terms: working days by the calendar that the server gave, over which the county's own days go.

const DAY = 86400000;
const LONGEST = 3660; // days that any term of ours may span
const WRITTEN = /^(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))$/;
const LAST = dayOf(9999, 12, 31);

/** The days of that year are not announced, and no term may be guessed. */
export class CalendarUnpublished extends Error {
  constructor(year) {
    super(String(year));
    this.year = year;
  }
}

/** The year lies before those that the calendar has. */
export class CalendarUnlisted extends CalendarUnpublished {}

/** A day or a term that cannot be: the key of the sentence, and what fills it. */
export class NoSuchDay extends Error {
  constructor(key = "day", params = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

// Days are whole numbers from 1970-01-01 on.
function dayOf(year, month, day) {
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

const dateOf = (day) => new Date(day * DAY);

function known(day) {
  if (!(day >= dayOf(1, 1, 1) && day <= LAST)) throw new NoSuchDay();
  return day;
}

/** 2026-11-18 of a day. */
export const written = (day) => dateOf(day).toISOString().slice(0, 10);

/** A day as a date field sends it, or in the other forms that ISO 8601 has for it. */
export function parseDay(typed) {
  const week = /^(\d{4})(?:-W(\d\d)(?:-(\d))?|W(\d\d)(\d)?)$/.exec(typed);
  if (week) return dayOfWeek(Number(week[1]), Number(week[2] ?? week[4]), Number(week[3] ?? week[5] ?? 1));
  const found = WRITTEN.exec(typed);
  if (!found) throw new NoSuchDay();
  const [year, month, date] = [found[1], found[2] ?? found[4], found[3] ?? found[5]].map(Number);
  const day = dayOf(year, month, date);
  const same = dateOf(day).getUTCMonth() === month - 1 && dateOf(day).getUTCDate() === date;
  if (!year || !same) throw new NoSuchDay();
  return day;
}

function dayOfWeek(year, week, weekday) {
  const first = mondayOf(year);
  const day = first + (week - 1) * 7 + weekday - 1;
  if (!year || week < 1 || weekday < 1 || weekday > 7 || first + (week - 1) * 7 >= mondayOf(year + 1)) throw new NoSuchDay();
  return known(day);
}

// The Monday of the week with the year's first Thursday.
function mondayOf(year) {
  const fourth = dayOf(year, 1, 4);
  return fourth - weekdayOf(fourth);
}

const weekdayOf = (day) => (((day + 3) % 7) + 7) % 7;

const unpacked = new Map();

// The days that differ from their weekday, packed as gaps in base 36.
function swapped({ first, swapped: packed }) {
  if (!unpacked.has(packed)) {
    let day = dayOf(first, 1, 1);
    unpacked.set(packed, new Set(packed.split(" ").map((gap) => (day += parseInt(gap, 36)))));
  }
  return unpacked.get(packed);
}

function isWorking(day, calendar) {
  const own = calendar.overrides?.[written(day)];
  if (own !== undefined) return own;
  const year = dateOf(day).getUTCFullYear();
  if (year < calendar.first) throw new CalendarUnlisted(year);
  if (year > calendar.last) throw new CalendarUnpublished(year);
  return weekdayOf(day) < 5 !== swapped(calendar).has(day);
}

/** Working days after the start up to and including the end. */
export function workingDaysBetween(start, end, calendar) {
  let found = 0;
  for (let day = start + 1; day <= end; day += 1) found += isWorking(day, calendar);
  return found;
}

function addWorkingDays(start, count, calendar) {
  let day = start;
  for (let left = LONGEST; left; left -= 1) {
    if (count <= 0) return day;
    day = known(day + 1);
    count -= isWorking(day, calendar);
  }
  throw new NoSuchDay("too_long");
}

/** The last day of a term that begins on that day; the day itself is not counted. */
export function deadlineAfter(start, { value, unit }, calendar) {
  const kind = calendar.units[unit];
  if (!kind) throw new NoSuchDay("unit", { unit });
  if (kind === "work") return addWorkingDays(start, value, calendar);
  return known(kind === "day" ? start + value : monthsLater(start, value * (kind === "year" ? 12 : 1)));
}

function monthsLater(start, months) {
  const from = dateOf(start);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months + 1];
  return Math.min(dayOf(year, month, from.getUTCDate()), dayOf(year, month + 1, 0));
}
