// The form with script: answers are saved on the server as one goes; "saved" is said only when they are.

import { get, post, put, Refused } from "../api.js";
import { sendPhotos, showPhoto } from "./photos.js";
import { allSaved, isUnsaved, keep, showProblem, showSaved } from "./saving.js";
import * as sheet from "./sheet.js";

const inspection = location.hash.slice(1);
const base = `/api/inspections/${inspection}`;
const revisions = {};
const waiting = new Map(); // code → timer of an answer that is still being typed
let attributes = {};
async function saveAnswer(code) {
  const body = { inputs: sheet.readInputs(code), base_revision: revisions[code], answered_at: new Date().toISOString() };
  try {
    const answer = await put(`${base}/answers/${sheet.box(code).dataset.itemId}`, body);
    revisions[code] = answer.revision;
    sheet.showErrors(code, {});
    sheet.showJudgement(code, answer.judgement);
    showInterval(answer.interval);
    sheet.showProgress();
  } catch (error) {
    if (!(error instanceof Refused) || ![409, 422].includes(error.status)) throw error;
    if (error.status === 409) return showConflict(code, error);
    sheet.showErrors(code, Object.keys(error.fields).length ? error.fields : { answer: error.message });
  }
}

async function showConflict(code, error) {
  const visit = await get(base);
  revisions[code] = visit.items[code].revision; // the next change is made knowingly
  const stored = Object.values(error.fields).filter(Boolean).join(" ");
  sheet.showErrors(code, { conflict: `${error.message} ${sheet.say("stored")} ${stored}` });
}

function later(code, delay) {
  clearTimeout(waiting.get(code));
  waiting.set(code, setTimeout(() => save(code), delay));
}

function save(code) {
  clearTimeout(waiting.get(code));
  waiting.delete(code);
  return keep(() => saveAnswer(code));
}

function onChange(event) {
  const code = event.target.closest("[data-box]")?.dataset.box;
  if (event.target.type === "file") return sendPhotos(code, inspection, event.target, keep);
  if (code) return save(code);
  const name = event.target.closest("[data-attribute]")?.dataset.attribute;
  if (!name) return;
  attributes = { ...attributes, [name]: event.target.value };
  sheet.applyConditions(attributes);
  sheet.showProgress();
  keep(() => put(`${base}/attributes`, attributes));
}

function onInput(event) {
  const code = event.target.closest("[data-box]")?.dataset.box;
  if (code && ["text", "textarea"].includes(event.target.type)) later(code, 700);
}

function showInterval(interval) {
  const figure = document.querySelector("[data-interval]");
  if (figure && interval) figure.textContent = interval;
}

async function submit() {
  for (const code of [...waiting.keys()]) save(code);
  await allSaved();
  try {
    await post(`${base}/submit`);
    location.assign(`/inspections/${inspection}`);
  } catch (error) {
    showProblem(error.message, ...Object.entries(error.fields || {}).map(([code, needs]) => linkTo(code, needs)));
  }
}

function linkTo(code, needs) {
  const line = document.createElement("p");
  line.append(Object.assign(document.createElement("a"), { href: `#item-${code}`, textContent: code }), ` ${needs}`);
  return line;
}

function goToNext() {
  const next = sheet.unanswered();
  (next || document.querySelector("[data-submit]")).scrollIntoView({ block: next ? "start" : "center" });
  next?.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
}

function show(visit) {
  if (!["draft", "returned"].includes(visit.state)) return location.replace(`/inspections/${inspection}`);
  document.querySelector("h1").textContent = visit.site;
  document.title = visit.site;
  attributes = visit.attributes;
  for (const [name, value] of Object.entries(attributes)) {
    const radio = document.querySelector(`[name="attribute-${name}"][value="${value}"]`);
    if (radio) radio.checked = true;
  }
  for (const [code, item] of Object.entries(visit.items)) {
    revisions[code] = item.revision;
    sheet.writeInputs(code, item.inputs);
    sheet.showJudgement(code, item.judgement);
    for (const photo of item.photos) showPhoto(code, inspection, photo, item.locked);
    if (item.returned) sheet.showNote(code, item.returned);
    if (item.locked) sheet.lock(code);
  }
  sheet.applyConditions(attributes);
  showInterval(visit.interval);
  sheet.showProgress();
  showSaved("saved");
  document.querySelector("[data-fill]").dataset.ready = "";
}

addEventListener("beforeunload", (event) => (isUnsaved() || waiting.size) && event.preventDefault());
document.addEventListener("change", onChange);
document.addEventListener("input", onInput);
document.querySelector("[data-submit]").addEventListener("click", submit);
document.querySelector("[data-next]").addEventListener("click", goToNext);
document.querySelector("[data-fill]").addEventListener("submit", (event) => event.preventDefault());
get(base).then(show, (error) => showProblem(error.message));
