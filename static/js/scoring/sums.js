// What one item gives by its method, and the sums over a clause or a section with what a veto leaves of them.

import { fraction, least, minus, most, ONE, sum, times, ZERO } from "./fractions.js";

const OPEN = [null, "unable"];
export const isOpen = (item) => OPEN.includes(item.state);

const sectionOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || path;

function earned(rule, answer) {
  if (answer.state === "na" || isOpen(answer)) return ZERO;
  if (rule.method === "deduct") {
    const off = sum(answer.deductions.map(([points, often]) => times(fraction(points), fraction(often))));
    return least(rule.points, most(ZERO, minus(rule.points, off)));
  }
  if (answer.state === "pass") return rule.points;
  if (answer.state !== "partial" || !["levels", "measure"].includes(rule.method)) return ZERO;
  return times(rule.points, least(ONE, most(ZERO, answer.level)));
}

export function readRule(item) {
  const { veto = "none", method = "binary", clause: { path: clause } } = item;
  const section = item.section || sectionOf(clause);
  return { ...item, clause, veto, method: item.slot ? "info" : method, section, points: fraction(item.points ?? 0) };
}

export function readAnswer(given) {
  const { state = null, level, deductions = [] } = given || {};
  return { state, level: fraction(level ?? 0), deductions };
}

export function scoreItem(rule, answer, overruled) {
  const counts = rule.method !== "info";
  const possible = counts && answer.state !== "na" ? rule.points : ZERO;
  const got = overruled === undefined ? earned(rule, answer) : fraction(overruled);
  const failed = answer.state === "fail" || (answer.state === "partial" && !rule.partial_passes_veto);
  return {
    rule,
    state: answer.state,
    possible,
    earned: counts ? least(possible, most(ZERO, got)) : ZERO,
    vetoed: counts && failed && rule.veto !== "none",
  };
}

function verdictOf(items) {
  const states = items.map((item) => item.state);
  if (items.some(isOpen)) return "open";
  if (states.every((state) => state === "na")) return "na";
  return ["fail", "partial"].find((worst) => states.includes(worst)) || "pass";
}

const total = (items, name) => sum(items.map((item) => item[name]));

export function sums(items, left = items) {
  return {
    earned: total(items, "earned"),
    possible: total(items, "possible"),
    open: total(items.filter(isOpen), "possible"),
    full: sum(items.map((item) => item.rule.points)),
    verdict: verdictOf(items),
    effective: total(left, "earned"),
  };
}

export function grouped(items, by) {
  const groups = new Map();
  for (const item of items) groups.set(item.rule[by], [...(groups.get(item.rule[by]) || []), item]);
  return new Map([...groups].map(([name, group]) => [name, sums(group, leftOf(group, by))]));
}

// What a veto leaves: nothing of what it reaches, and in a section nothing of a clause that is struck.
function leftOf(group, by) {
  const vetoed = group.filter((item) => item.vetoed);
  if (vetoed.some((item) => item.rule.veto === by)) return [];
  const struck = vetoed.filter((item) => item.rule.veto === "clause").map((item) => item.rule.clause);
  return group.filter((item) => !struck.includes(item.rule.clause));
}
