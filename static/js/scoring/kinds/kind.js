// What every kind of answer shares: what is typed, the refusal of it, and the judgement of a value against a limit.

import { compare, fraction, over, show, text } from "../fractions.js";

/** What was entered cannot be taken; `fields` says which input and why. */
export class BadInput extends Error {
  constructor(fields) {
    super(Object.values(fields)[0]);
    this.name = "BadInput";
    this.fields = fields;
  }
}

/** A sentence of the page's table, its parameters filled in. */
export const say = (context, key, params = {}) =>
  context.sentences[key].replace(/\{(\w+)\}/g, (_, name) => params[name]);

// What a table holds by itself: every object has a `constructor`.
const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

/** An option or a part of the checklist's, which may have another word in the reader's language. */
export const inWords = (label, context) => own(context.sentences.labels || {}, label) ?? label;

export function refuse(context, field, key, params) {
  throw new BadInput({ [field]: say(context, key, params) });
}

export const judged = (state, because = "", level = null, pending = false) =>
  ({ state, because, level: level && text(level), pending });

export const recorded = (context) => judged("pass", say(context, "recorded"));

// The blanks that the server strips; what trim() strips differs by a few.
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${BLANK}|${BLANK}$`, "g");
const TYPED = /^-?[0-9]{1,9}(\.[0-9]{1,4})?$/;

export const entered = (inputs, name) => (own(inputs, name) || "").replace(AROUND, "");

/** The same over several lines, which a browser's form sends with CR LF between them. */
export const lines = (inputs, name) => entered(inputs, name).replaceAll("\r\n", "\n");

export const lettersIn = (words) => [...words].length;

const halfWidth = (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0);

/** The number in that input, in plain digits; null when it is empty. */
export function numberIn(inputs, name, context) {
  const typed = entered(inputs, name);
  if (!typed) return null;
  const plain = typed.replace(/[\uff01-\uff5e]/g, halfWidth).replaceAll("\u3002", ".");
  if (!TYPED.test(plain)) refuse(context, name, "ask");
  if (plain.startsWith("-")) refuse(context, name, "negative");
  return show(fraction(plain));
}

// The same for something that is counted.
function wholeNumberIn(inputs, name, context) {
  const digits = numberIn(inputs, name, context);
  if (digits?.includes(".")) refuse(context, name, "whole");
  return digits === null ? null : Number(digits);
}

/** How many of so many; any number where none is given. */
export function countIn(inputs, of, context) {
  const many = wholeNumberIn(inputs, "count", context);
  if (of && many > of) refuse(context, "count", "too_many");
  return many;
}

const LONGEST_REFERENCE = 200;

/** The name or the number of a paper; empty when it was left so. */
export function referenceIn(inputs, context) {
  const said = entered(inputs, "reference");
  if (lettersIn(said) > LONGEST_REFERENCE) refuse(context, "reference", "long_reference");
  return said;
}

const HOLDS = { ">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=" };
const FAILS = { ">=": "<", ">": "≤", "<=": ">", "<": "≥", "=": "≠" };
const MEETS = { ">=": (o) => o >= 0, ">": (o) => o > 0, "<=": (o) => o <= 0, "<": (o) => o < 0, "=": (o) => o === 0 };

/** A reading against a limit {op, value}; both ends of a range conform. */
export function against(reading, limit, context) {
  const value = fraction(reading);
  if (limit.op === "range") return inRange(value, limit.value.map(fraction), context);
  const bound = fraction(limit.value);
  const order = compare(value, bound);
  const holds = MEETS[limit.op](order);
  let sign = (holds ? HOLDS : FAILS)[limit.op];
  if (limit.op === "=" && !holds) sign = order < 0 ? "<" : ">";
  return judged(holds ? "pass" : "fail", `${show(value)} ${sign} ${show(bound)}`);
}

function inRange(value, [low, high], context) {
  const holds = compare(low, value) <= 0 && compare(value, high) <= 0;
  const ends = { value: show(value), low: show(low), high: show(high) };
  return judged(holds ? "pass" : "fail", say(context, holds ? "in_range" : "off_range", ends));
}

/** So many of so many: all conform, none fails, between them half-met where the item allows it. */
export function share(reached, of, partial) {
  const words = `${reached} / ${of}`;
  if (reached >= of) return judged("pass", words, fraction(1));
  if (partial && reached > 0) return judged("partial", words, over(fraction(reached), fraction(of)));
  return judged("fail", words, fraction(0));
}
