// The phone's start page: tasks, what is taken along, beginning a visit.

import { all, setting } from "../../offline/db.js";
import * as takealong from "../../offline/takealong.js";
import { list } from "../../offline/visits.js";
import { ask } from "../../offline/wire.js";
import { beginTask, goTo } from "./beginning.js";
import { bindTaking, showTaken, takeAll } from "./taking.js";
import { open, problem } from "./frame.js";
import { bindUnplanned, showChecklists } from "./unplanned.js";
import { reason, say } from "../words.js";
import { $, ago, copy, day, show, stateWord } from "./pieces.js";

const drawn = new Map(); // task or visit → its row, kept so that a row being taken along is not torn away

function answered({ answered: n, total }) {
  return total ? say("answered_of", { n, total }) : say("answered", { n });
}

function rowOf(key) {
  if (!drawn.has(key)) drawn.set(key, copy("task"));
  const row = drawn.get(key);
  row.dataset.key = key;
  return row;
}

// Only once its buttons do something: a tap on one that does not yet is lost.
function place(row, holder) {
  if (row.parentNode !== holder) holder.append(row);
}

function due(task) {
  const over = task.due_on < new Date().toLocaleDateString("sv"); // the local day as 2026-11-18
  return say(over ? "over" : "due", { date: day(task.due_on) });
}

function showWord(row, visit, sending) {
  const badge = $("[data-word]", row);
  const [word, kind] = visit ? stateWord(visit, sending) : ["", ""];
  show(badge, word);
  badge.className = `badge badge-${kind}`;
}

const SENT = ["submitted", "approved", "issued"];

async function showTask(account, task, visit, state) {
  const row = rowOf(task.id);
  const isSent = SENT.includes(visit ? "" : task.inspection_state);
  $("[data-site]", row).textContent = task.site.name;
  $("[data-what]", row).textContent = `${task.checklist} · ${due(task)}`;
  showWord(row, visit || (isSent && { state: "received" }), state?.sending);
  const taken = await showTaken(row, task);
  const back = task.inspection_state === "returned" && say("returned");
  $("[data-more]", row).textContent = [back, visit && answered(visit), taken, task.note].filter(Boolean).join(" · ");
  const begin = $("[data-begin]", row);
  const over = isSent || (visit && visit.state !== "draft" && !back);
  begin.textContent = over ? say("look") : visit ? say("continue") : say("begin");
  const stale = Boolean(back) && visit?.state !== "draft"; // what the supervisor wrote is not on this phone yet
  begin.onclick = () => start(row, account, task, visit, { over, stale }).catch(failed(row));
  place(row, $("[data-tasks]"));
}

const failed = (row) => (failure) => show($("[data-error]", row), say("failed", { reason: reason(failure) }));

async function start(row, account, task, visit, { over, stale }) {
  if (over) return visit ? location.assign(`/phone/result#${visit.id}`) : location.assign(`/inspections/${task.inspection}`);
  const missing = visit ? [] : await takealong.missing(task.id); // now, not when the row was drawn
  if (missing.some((each) => each !== "photos")) return show($("[data-error]", row), say("not_here"));
  if (stale) await takealong.take(task.id);
  await beginTask(account, task);
}

function showVisit(visit, titles, state) {
  const row = rowOf(visit.id);
  $("[data-site]", row).textContent = visit.site?.name || say("unknown");
  $("[data-what]", row).textContent = [titles.get(visit.version), ago(visit.changed_at)].filter(Boolean).join(" · ");
  $("[data-more]", row).textContent = answered(visit);
  showWord(row, visit, state?.sending);
  $("[data-take]", row).hidden = true;
  const begin = $("[data-begin]", row);
  begin.textContent = visit.state === "draft" ? say("continue") : say("look");
  begin.onclick = () => (visit.state === "draft" ? goTo(visit.version, visit.id) : location.assign(`/phone/result#${visit.id}`));
  place(row, $("[data-visits]"));
}

function dropRows(keep) {
  for (const [key, row] of drawn) if (!keep.has(key)) row.remove(), drawn.delete(key);
}

async function render(account, state) {
  const [tasks, visits] = [await all("tasks", "account", account.id), await list(account)];
  tasks.sort((a, b) => (a.due_on < b.due_on ? -1 : 1));
  const own = visits.filter((visit) => !tasks.some(({ id }) => id === visit.task));
  dropRows(new Set([...tasks, ...own].map(({ id }) => id)));
  for (const task of tasks) await showTask(account, task, visits.find((visit) => visit.task === task.id), state);
  const titles = new Map((await all("versions")).map(({ id, title }) => [id, title]));
  for (const visit of own) showVisit(visit, titles, state);
  $("[data-own]").hidden = own.length === 0;
  $("[data-take-all]").hidden = tasks.length < 2;
  await showChecklists();
  await showRefreshed(tasks.length === 0);
}

// That there are no tasks is said once the server was asked, or cannot be.
async function showRefreshed(nothing) {
  const at = await setting("refreshed_at");
  const unknown = say(isAsked ? "never_refreshed" : "fetching");
  $("[data-refreshed]").textContent = at ? say("refreshed", { when: ago(at) }) : unknown;
  $("[data-no-tasks]").hidden = !nothing || !(at || isAsked);
}

// One drawing after the other: of two at a time the older could be the last to write.
let turn = Promise.resolve();
let present = null;
function draw(account, state) {
  present = account; // before the first row can be tapped
  return (turn = turn.catch(() => null).then(() => render(account, state)));
}

let isAsked = false; // since this page was opened
bindUnplanned(() => present);
bindTaking(() => draw(present, null).catch(problem));
if (await open(draw)) {
  $("[data-take-all]").addEventListener("click", () => takeAll(present).catch(problem));
  await takealong.refresh().catch(() => null); // without a network the old list is shown
  isAsked = true;
  await draw(present, null).catch(problem);
  const imported = await ask("GET", "/api/imported").catch(() => null);
  $("[data-imported]").hidden = !imported?.waiting;
}
