// What is on this phone and has not gone out: every visit with its state, the server's sentence, sending now, removing.

import { all } from "../../offline/db.js";
import * as queue from "../../offline/queue.js";
import { list, remove } from "../../offline/visits.js";
import { open, problem } from "./frame.js";
import { bindRescue, isRescued } from "./rescuing.js";
import { reason, say } from "../words.js";
import { $, ago, copy, line, moment, redraw, show, size, stateWord } from "./pieces.js";

let present = null;
let chosen = null;

function facts(visit, title) {
  const answered = visit.total ? say("answered_of", { n: visit.answered, total: visit.total }) : say("answered", { n: visit.answered });
  return [title, answered, visit.state === "draft" ? say("draft") : say("submitted")].filter(Boolean).join(" · ");
}

function showRefused(row, visit) {
  const sentences = (visit.refused || []).map(({ seq, message }) => say("entry", { seq, message }));
  const lacks = Object.entries(visit.missing || {}).map(([code, needs]) => `${code} ${needs}`);
  $("[data-refused]", row).replaceChildren(...[...sentences, ...lacks].map((text) => line("li", text)));
}

function showWord(row, visit, state) {
  const [word, kind] = stateWord(visit, state?.sending);
  const badge = $("[data-word]", row);
  const held = visit.last_error && visit.waiting;
  badge.textContent = held ? say("attention") : word;
  badge.className = `badge badge-${held ? "failed" : kind}`;
}

function rowOf(visit, titles, state) {
  const row = copy("record", { site: visit.site?.name || say("unknown"), what: facts(visit, titles.get(visit.version)) });
  const weight = visit.bytes && say("size", { size: size(visit.bytes) });
  $("[data-size]", row).textContent = [weight, say("changed", { when: ago(visit.changed_at) })].filter(Boolean).join(" · ");
  showWord(row, visit, state);
  showRefused(row, visit);
  show($("[data-error]", row), (visit.last_error && reason(visit.last_error)) || visit.outcome?.message);
  $("[data-open]", row).href = `/forms/${visit.version}#${visit.id}`;
  $("[data-open]", row).hidden = visit.state !== "draft";
  $("[data-result]", row).href = `/phone/result#${visit.id}`;
  $("[data-remove]", row).addEventListener("click", () => askToRemove(visit));
  return row;
}

async function render(account, state) {
  present = account; // before the first row can be tapped
  const visits = await list(account);
  const titles = new Map((await all("versions")).map(({ id, title }) => [id, title]));
  redraw($("[data-list]"), [visits, state?.sending, [...titles]], () => visits.map((visit) => rowOf(visit, titles, state)));
  const waiting = visits.filter((visit) => visit.waiting).length;
  $("[data-waiting]").textContent = waiting ? say("records", { n: waiting }) : say("none");
  $("[data-nothing]").hidden = visits.length > 0;
  if (state) showTries(state);
}

function showTries({ last_try, next_try, last_error, waiting }) {
  const outcome = last_error && waiting ? ` · ${reason(last_error)}` : "";
  $("[data-last-try]").textContent = last_try ? moment(last_try) + outcome : say("never");
  $("[data-next-row]").hidden = !(waiting && next_try);
  $("[data-next-try]").textContent = next_try ? moment(next_try) : "";
}

// A received visit goes without a question; one that is the only copy only after a rescue file, and by its name.
function askToRemove(visit) {
  chosen = visit;
  const name = visit.site?.name || say("unknown");
  const [unsent, rescued] = [visit.waiting || visit.state === "draft", isRescued(visit)];
  const form = $("[data-removing]");
  form.reset();
  $("[data-says]", form).textContent = !unsent ? say("remove_received") : rescued ? say("remove_unsent", { name }) : say("rescue_first");
  $("[data-typed]", form).hidden = !unsent || !rescued;
  $("button", form).disabled = unsent && !rescued;
  $("[data-error]", form).textContent = "";
  $("#remove").showModal();
}

async function removeChosen(event) {
  event.preventDefault();
  const { typed } = event.target.elements;
  const wrong = !$("[data-typed]").hidden && typed.value.trim() !== (chosen.site?.name || say("unknown"));
  if (wrong) return ($("[data-error]", event.target).textContent = say("other_name"));
  await remove(chosen.id, { confirmed: true });
  $("#remove").close();
  await render(present, null);
}

$("[data-last-try]").textContent = say("never");
$("[data-send]").addEventListener("click", () => Promise.resolve(queue.wake("hand")).catch(problem));
$("[data-removing]").addEventListener("submit", (event) => removeChosen(event).catch(problem));
bindRescue(() => present);
await open(render);
