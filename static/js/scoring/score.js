// From answers to points: item, clause, section, whole; veto; grade; the interval of a draft. Twin of the server's scorer.

import { compare, fraction, HUNDRED, least, minus, most, over, plus, rounded, sum, times } from "./fractions.js";
import { grouped, isOpen, readAnswer, readRule, scoreItem, sums } from "./sums.js";

function weighted(standard, sections) {
  const parts = [...sections].filter(([, part]) => part.possible.n);
  const weightOf = ([name, part]) => fraction(standard.weights?.[name] ?? part.full);
  const share = (name) => sum(parts.map((each) => over(times(weightOf(each), each[1][name]), each[1].possible)));
  const whole = sum(parts.map(weightOf));
  return ["earned", "effective"].map((name) => times(over(share(name), whole), HUNDRED));
}

function deducted(standard, whole) {
  const left = (got) => {
    const lost = minus(minus(whole.possible, got), whole.open);
    return most(fraction(standard.floor ?? 0), minus(fraction(standard.total ?? 100), lost));
  };
  return [left(whole.earned), least(left(whole.earned), left(whole.effective))];
}

function outOfHundred(standard, sections, whole) {
  if (!whole.possible.n) return [null, null];
  if (standard.method === "section_weighted") return weighted(standard, sections);
  if (standard.method === "deduct_from_total") return deducted(standard, whole);
  return [whole.earned, whole.effective].map((got) => percent(got, whole));
}

const percent = (got, whole) => times(over(got, whole.possible), HUNDRED);
const intervalOf = (whole) => whole.possible.n ? [percent(whole.earned, whole), percent(plus(whole.earned, whole.open), whole)] : null;

function gradeOf({ bands = [] }, effective, items) {
  if (!bands.length || !effective) return null;
  const worst = bands.at(-1);
  if (items.some((item) => item.vetoed && item.rule.veto === "all")) return worst.name;
  const printed = fraction(rounded(effective));
  return (bands.find(({ from }) => compare(printed, fraction(from)) >= 0) || worst).name;
}

/** The answers with a supervisor's decisions laid over them, and the points that were set by hand. */
function decided(answers, decisions) {
  const [layered, overruled] = [{ ...answers }, {}];
  for (const { code, state, earned: points } of decisions) {
    layered[code] = { ...layered[code], state };
    overruled[code] = points ?? undefined;
  }
  return [layered, overruled];
}

/** The result of answers {code: {state, level, deductions}} by a standard {items, method, bands, weights, total, floor}. */
export function score(standard, answers, decisions = []) {
  const [layered, overruled] = decided(answers, decisions);
  const items = standard.items.map((item) => scoreItem(readRule(item), readAnswer(layered[item.code]), overruled[item.code]));
  const counted = items.filter((item) => item.rule.method !== "info");
  const clauses = grouped(counted, "clause");
  const sections = grouped(counted, "section");
  const whole = { ...sums(counted), effective: sum([...sections.values()].map((part) => part.effective)) };
  const [raw, effective] = outOfHundred(standard, sections, whole);
  const answered = items.filter((item) => !isOpen(item)).length;
  const final = answered === items.length;
  return {
    items, clauses, sections, whole, raw, effective, answered, final,
    interval: intervalOf(whole),
    applicability: whole.full.n ? over(whole.possible, whole.full) : null,
    asked: items.length,
    vetoes: counted.filter((item) => item.vetoed).map((item) => item.rule.code),
    grade: final ? gradeOf(standard, effective, items) : null,
  };
}
