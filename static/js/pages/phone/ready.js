// Whether this phone is ready to leave: each thing in plain words, what can be done about it, the PIN, the offline term.

import { setting } from "../../offline/db.js";
import { exists } from "../../offline/lock.js";
import * as pin from "../../offline/pin.js";
import { check } from "../../offline/readiness.js";
import { persist } from "../../offline/storage.js";
import { open, problem, wrongPin } from "./frame.js";
import { choose } from "./pinning.js";
import { has, say } from "../words.js";
import { $, day, line, size } from "./pieces.js";

let installing = null;

function sentence({ name, state, detail }) {
  if (!has(`check_${name}_${state}`)) return typeof detail === "string" ? detail : "";
  const figure = typeof detail === "number" ? detail : detail?.free ?? detail?.bytes;
  return say(`check_${name}_${state}`, { size: typeof figure === "number" ? size(figure) : "–" });
}

function row(each) {
  const made = line("li", "", { className: "check-row" });
  made.dataset.state = each.state;
  const kind = { good: "done", warn: "due", bad: "failed" }[each.state];
  const words = line("span", sentence(each), { className: "row-sub" });
  const text = line("span", "", { className: "row-text" });
  text.append(line("span", say(`check_${each.name}`), { className: "row-title" }), words);
  made.append(text, line("span", say(`mark_${each.state}`), { className: `badge badge-${kind}` }));
  return made;
}

async function showChecks() {
  const found = await check();
  $("[data-checks]").replaceChildren(...found.map(row));
  const kept = found.find(({ name }) => ["storage", "persisted"].includes(name));
  $("[data-persist]").hidden = !kept || kept.state === "good";
}

async function showTerm({ until }) {
  const days = (await setting("offline_days")) || 30;
  $("[data-term]").textContent = say("until", { date: day(until), days });
}

async function setPin(form) {
  const { old, new: first, again } = form.elements;
  if ((await exists()) && !(await pin.check(old.value))) throw new Error(wrongPin());
  await choose(first.value, again.value);
  form.reset();
  $("[data-done]", form).textContent = say("set");
  await showPin();
}

async function showPin() {
  const none = !(await exists());
  $("[data-old]").hidden = none;
  $("[data-lock-now]").hidden = none;
}

async function onPin(event) {
  event.preventDefault();
  const error = $("[data-error]", event.target);
  error.textContent = $("[data-done]", event.target).textContent = "";
  await setPin(event.target).catch((failure) => (error.textContent = failure.name === "WrongPin" ? wrongPin(failure) : failure.message));
}

async function askToPersist(event) {
  const given = await persist();
  event.target.textContent = say(given ? "persisted" : "not_persisted");
  event.target.disabled = true;
  await showChecks();
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installing = event;
  $("[data-install]").hidden = false;
});
$("[data-install]").addEventListener("click", () => installing?.prompt());
$("[data-again]").addEventListener("click", () => showChecks().catch(problem));
$("[data-persist]").addEventListener("click", (event) => askToPersist(event).catch(problem));
$("[data-set-pin]").addEventListener("submit", onPin);
let first = true;
await open(async (account) => {
  if (!first) return; // the queue changes nothing here
  first = false;
  await showPin();
  await showTerm(account);
  await showChecks();
});
