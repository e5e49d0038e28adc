// Results that are no percentage: what was found, and gates in their order.

import { isOpen } from "./sums.js";

const FAILED = ["fail", "partial"];
const failed = (items) => items.some((item) => FAILED.includes(item.state));

/** open, fail where anything was found, pass otherwise. */
export function findingsVerdict({ items }) {
  if (items.some(isOpen)) return "open";
  return failed(items) ? "fail" : "pass";
}

/** fail where a gate failed, open while one is undecided, pass otherwise; recorded-only items are no gates. */
export function gatesVerdict({ items }) {
  const gates = items.filter((item) => item.rule.method !== "info" && item.state !== "na");
  if (failed(gates)) return "fail";
  return gates.some(isOpen) ? "open" : "pass";
}
