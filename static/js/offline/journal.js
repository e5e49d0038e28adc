// Answers that the store has not confirmed when the page is left, kept by the one store that is written at once: until they
// are confirmed, or the visit is opened again.

import { stamp } from "./clock.js";

const KEY = "tiaocha-journal";

// Memory that is forbidden, full or spoilt is as good as none: the store itself is still written.
function read() {
  try {
    const rows = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(rows) ? rows.filter((row) => row?.draft && row.item && row.inputs && typeof row.inputs === "object") : [];
  } catch {
    return [];
  }
}

function write(rows) {
  try {
    if (rows.length) localStorage.setItem(KEY, JSON.stringify(rows));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

const isSame = (one, other) => [...Object.keys(one), ...Object.keys(other)].every((name) => (one[name] ?? "") === (other[name] ?? ""));

function isDue(visit, { account, item: id, inputs, at, seq }) {
  const item = visit.items[id] || { inputs: {} };
  const isLater = visit.seq !== seq && Date.parse(item.at) > Date.parse(at);
  return account === visit.account && visit.state === "draft" && !item.locked && !isLater && !isSame(inputs, item.inputs);
}

/** The rows of this visit that it does not have yet and may still take. */
export const due = (rows, visit) => rows.filter((row) => row.draft === visit.id && isDue(visit, row));

/** Keep these answers ({item, inputs}) of the visit; whether they are kept. */
export function put(visit, answers) {
  if (!answers.length) return true;
  const { id: draft, account, seq } = visit;
  const others = read().filter((row) => row.draft !== draft || !answers.some(({ item }) => item === row.item));
  const base = (item) => visit.items[item]?.base_revision || 0;
  const made = answers.map(({ item, inputs }) => ({ draft, account, item, inputs, at: stamp(), seq, base_revision: base(item) }));
  return write([...others, ...made]);
}

/** The store has this answer, or with no item: nothing of this visit is wanted any more. */
export function drop(draft, item) {
  const rows = read();
  const others = rows.filter((row) => row.draft !== draft || (item && row.item !== item));
  if (others.length < rows.length) write(others);
}

/** What is due when a visit is opened; the rest of it is dropped. */
export function open(visit) {
  const rows = read();
  const found = due(rows, visit);
  const over = ({ draft, account }) => draft === visit.id && account === visit.account;
  const rest = rows.filter((row) => found.includes(row) || !over(row));
  if (rest.length < rows.length) write(rest);
  return found;
}
