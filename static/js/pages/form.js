// The form with script: every change goes into the phone first, is judged there, and waits to be sent.

import * as queue from "../offline/queue.js";
import * as visits from "../offline/visits.js";
import { answer, inputsGiven, isBusy, isTyping, onInput, restore, save, saveTyped } from "./answering.js";
import { applyConditions, writeAttributes } from "./attributes.js";
import "./going.js";
import { countIn, judgeAll, noteProgress } from "./judging.js";
import { opened } from "./opening.js";
import { addFiles, showPhotos } from "./photos.js";
import { follow, isWriting, keep, settled, showProblem, showSaved, showSending } from "./saving.js";
import * as sheet from "./sheet.js";
import { chosen } from "./undoing.js";
import { reason, say } from "./words.js";

const UNSEEN = 200; // milliseconds
const memory = () => import("./memory.js"); // only where something is remembered, or to be written
const finishing = () => import("./finishing.js"); // at the end of the visit
let visit = null;

const itemOf = (code) => visit.items[sheet.itemId(code)];

function onChange(event) {
  const { target } = event;
  const code = sheet.codeAt(target);
  if (target.type === "file") return addFiles(visit, code, target);
  if (code) return choose(code, target);
  const name = target.closest("[data-attribute]")?.dataset.attribute;
  if (name) setAttribute(name, target.value);
}

// A tap is seen before anything else is done for it; a page that is not shown paints nothing and does not wait for it.
const painted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, UNSEEN);
  });

function choose(code, target) {
  const before = inputsGiven(code);
  sheet.release(code, target);
  save(code, painted());
  if (target.type !== "radio") return;
  chosen(code, target.closest("label").textContent.trim(), () => (sheet.writeInputs(code, before), save(code)));
}

// 无法检查 and 不适用 are taken back by another tap on them; the browser itself says nothing of it.
function onClick({ target }) {
  const code = target.type === "radio" && sheet.codeAt(target);
  const isChosen = code && target.name === `${code}-state` && inputsGiven(code).state === target.value;
  if (!isChosen || !["unable", "na"].includes(target.value)) return;
  target.checked = false;
  choose(code, target);
}

function setAttribute(name, value) {
  const known = { ...visit, attributes: { ...visit.attributes, [name]: value } };
  applyConditions(known.attributes);
  judgeAll(known);
  countIn(visit);
  keep(() => visits.setAttribute(visit, name, value), undefined, name);
}

// To what is lacking next; when nothing is, to the end.
async function goOn() {
  await saveTyped();
  const next = sheet.next();
  if (!next) return (await finishing()).finish(visit);
  await reach(next.place);
  next.field?.focus({ preventScroll: true });
}

// Cards on the way have no height of their own before they are seen: again until the place stays where it is.
async function reach(place) {
  const top = () => Math.round(place.getBoundingClientRect().top);
  for (let [tries, before] = [0, NaN]; tries < 6 && before !== top(); tries += 1) {
    before = top();
    place.scrollIntoView({ block: "start", behavior: "instant" });
    await painted();
  }
}

function showItem(code) {
  const item = itemOf(code);
  if (!item) return;
  sheet.writeInputs(code, item.inputs);
  if (item.returned) sheet.showNote(code, item.returned);
  if (item.conflict) sheet.showNote(code, say("conflict"));
  if (item.locked) sheet.lock(code);
}

// What the queue has brought from the server (receipts, a partner's answers), and what another tab of this phone has kept.
// It waits for what is on its way to the disk; what is typed just now is sent later, and its receipt brings this too.
async function takeIn(draft) {
  if (draft !== visit.id) return;
  await settled();
  const fresh = await visits.load(draft);
  if (isWriting() || fresh?.seq < visit.seq) return takeIn(draft); // something was tapped meanwhile
  if (!fresh || isBusy()) return;
  const changed = sheet.codes().filter((code) => JSON.stringify(fresh.items[sheet.itemId(code)]) !== JSON.stringify(itemOf(code)));
  Object.assign(visit, fresh);
  changed.forEach(showItem);
  if (changed.length) judgeAll(visit), showPhotos(visit);
  noteProgress(visit);
  showSaved();
}

// Until now the form took no touch; what a browser may have kept of another visit on this page is no answer.
function openForm() {
  const form = document.querySelector("[data-fill]");
  form.inert = false;
  form.dataset.ready = "";
}

function show() {
  document.querySelector("[data-fill]").reset();
  document.title = document.querySelector("h1").textContent = visit.site.name;
  writeAttributes(visit.attributes);
  sheet.codes().forEach(showItem);
  applyConditions(visit.attributes);
  judgeAll(visit);
  noteProgress(visit);
  if (visit.signature) finishing().then(({ showSigner }) => showSigner(visit));
  const stands = () => (!visit.seq ? "nothing" : visit.acked_seq === visit.seq ? "received" : "saved");
  follow(stands, isTyping);
  openForm();
}

async function start() {
  try {
    const found = await opened();
    visit = found.visit;
    answer(visit);
    show();
    restore(found.typed);
    showPhotos(visit);
    if (Object.keys(found.task?.bundle?.memory || {}).length) memory().then(({ showMemory }) => showMemory(found.task.bundle.memory));
    queue.onChange(showSending);
    queue.onVisit(takeIn);
    queue.start();
  } catch (error) {
    showProblem(reason(error));
  }
}

document.addEventListener("change", onChange);
document.addEventListener("input", onInput);
document.addEventListener("click", onClick);
document.addEventListener("focusin", (/** @type {any} */ { target }) => target.tagName === "TEXTAREA" && memory().then(({ offerDictation }) => offerDictation(target)));
document.querySelector("[data-sign]").addEventListener("click", async () => (await finishing()).sign(visit));
document.querySelector("[data-next]").addEventListener("click", goOn);
document.querySelector("[data-fill]").addEventListener("submit", (event) => event.preventDefault());
start();
