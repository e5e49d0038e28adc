// Taking tasks along: what is here, what lacks, the way it goes.

import { all } from "../../offline/db.js";
import * as takealong from "../../offline/takealong.js";
import { standAlone, standsAlone } from "../../worker.js";
import { has, reason, say } from "../words.js";
import { $, show, size } from "./pieces.js";

let again = () => null;
const busy = new Set();

export const bindTaking = (render) => (again = render);

const kindOf = (lack) => (typeof lack === "string" ? lack : lack.kind || lack.name || "other");
const nameOf = (kind) => say(has(`lack_${kind}`) ? `lack_${kind}` : "lack_other");
const lackWords = (missing) => say("lacks", { what: [...new Set(missing.map((each) => nameOf(kindOf(each))))].join("、") });

function showProgress(row, step) {
  const { done = 0, total = 1 } = typeof step === "object" ? step : {};
  $("[data-taking]", row).hidden = false;
  Object.assign($("progress", row), { max: total || 1, value: done });
  $("[data-step]", row).textContent = say("taking", { done, total });
}

async function run(row, key, work) {
  if (busy.has(key)) return;
  busy.add(key);
  show($("[data-error]", row), "");
  $("[data-take]", row).disabled = true;
  try {
    await work((...step) => showProgress(row, step.length > 1 ? { done: step[0], total: step[1] } : step[0]));
    await standAlone();
    show($("[data-error]", row), ""); // what was said meanwhile, as that it must be taken along first
  } catch (failure) {
    show($("[data-error]", row), say("failed", { reason: navigator.onLine ? reason(failure) : say("no_network") }));
  } finally {
    busy.delete(key);
    $("[data-take]", row).disabled = false;
    $("[data-taking]", row).hidden = true;
    await again();
  }
}

/** Whether the task is on the phone, in words. */
export async function showTaken(row, task) {
  const missing = await takealong.missing(task.id);
  if (!(await standsAlone())) missing.push("app");
  const nothing = !task.taken_at && !task.bundle && !task.taken;
  const button = $("[data-take]", row);
  button.textContent = say(nothing || missing.length ? "take" : "take_again");
  button.classList.toggle("primary", nothing);
  $("[data-begin]", row).classList.toggle("primary", !nothing);
  button.onclick = () => run(row, task.id, (tell) => takealong.take(task.id, tell));
  if (nothing) return [say("not_taken"), task.bundle_bytes && size(task.bundle_bytes)].filter(Boolean).join(" ");
  return missing.length ? lackWords(missing) : say("taken", { size: size(task.bytes ?? task.size ?? task.bundle_bytes) });
}

/** A checklist for visits that nobody planned. */
export function offerVersion(row, id) {
  $("[data-take]", row).onclick = () => run(row, id, (tell) => takealong.takeVersion(id, tell));
}

/** All tasks, one after the other. */
export async function takeAll(account) {
  const tasks = await all("tasks", "account", account.id);
  for (const { id } of tasks) {
    const row = document.querySelector(`[data-key="${id}"]`);
    await run(row, id, (tell) => takealong.take(id, tell));
  }
}
