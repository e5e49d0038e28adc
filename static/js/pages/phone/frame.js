// What every page of the phone does: who may see it, the lock, the network, the queue's state, leaving.

import { exists, lockAll } from "../../offline/lock.js";
import * as pin from "../../offline/pin.js";
import * as queue from "../../offline/queue.js";
import { onReturn } from "../../offline/leaving.js";
import { gate, goAway, greet, isLeaving, isLocked, releasePin, standing, wayBack } from "../../offline/shell.js";
import { list, purge } from "../../offline/visits.js";
import { choose } from "./pinning.js";
import { reason, say } from "../words.js";
import { $, show } from "./pieces.js";

const DAY = 24 * 3600 * 1000;
let closeGate = () => null;

function openGate(which) {
  for (const section of document.querySelectorAll("[data-gate]")) section.hidden = section.dataset.gate !== which;
  $("[data-page]").hidden = Boolean(which);
  $(`[data-gate="${which}"] input`)?.focus();
}

export function wrongPin(error) {
  return error?.fields?.wait ? say("wait", { seconds: Math.ceil(error.fields.wait / 1000) }) : say("wrong_pin");
}

async function unlock(event) {
  event.preventDefault();
  const field = event.target.elements.pin;
  const right = await pin.check(field.value).catch((error) => error);
  field.value = "";
  $("[data-pin-error]").textContent = right === true ? "" : wrongPin(right);
  if (right === true) closeGate();
}

async function release(event) {
  event.preventDefault();
  const { password } = event.target.elements;
  const failed = await releasePin(password.value).catch((error) => error);
  password.value = "";
  $("[data-forgotten-error]").textContent = failed ? reason(failed) : "";
  if (failed) return;
  scrollTo(0, 0); // the page that opens begins at its head
  closeGate();
}

async function chooseFirst(event) {
  event.preventDefault();
  const { new: first, again } = event.target.elements;
  const failed = await choose(first.value, again.value).then(() => null, (error) => error);
  $("[data-choose-error]").textContent = failed ? failed.message : "";
  if (failed) return;
  event.target.reset();
  closeGate();
}

export const problem = (error) => show($("[data-problem]"), say("failed", { reason: reason(error) }));

const isOld = ({ waiting, state, changed_at }) => (waiting || state === "submitted") && Date.now() - new Date(changed_at) > DAY;

async function showQueue(account, state) {
  const visits = await list(account);
  const unsent = visits.filter(({ waiting }) => waiting).length;
  show($("[data-unsent]"), unsent ? String(unsent) : "");
  const isOpen = unsent || visits.some(({ state: own }) => own === "draft");
  const resting = isOpen ? say("stored") : visits.length ? say("received") : "";
  $("[data-state-word]").textContent = state?.sending ? say("sending", state.sending) : resting;
  show($("[data-nag]"), visits.some(isOld) ? say("nag") : "");
  if (unsent && ["sign_in", "other_account"].includes(state?.last_error?.code)) show($("[data-nag]"), reason(state.last_error));
}

function watchNetwork() {
  const tell = () => ($("[data-offline]").hidden = navigator.onLine);
  for (const turn of ["online", "offline"]) addEventListener(turn, tell);
  tell();
  $("[data-stranger]").hidden = location.pathname.startsWith("/phone") || location.pathname === "/";
}

async function askToLeave() {
  const { unsent, pin: needed } = await standing();
  if (!unsent) return goAway();
  $("[data-leave-pin]").hidden = !needed;
  $("[data-leave-error]").textContent = "";
  $("#leave").showModal();
}

async function leave(event) {
  event.preventDefault();
  await goAway(event.target.elements.pin.value).catch((error) => ($("[data-leave-error]").textContent = wrongPin(error)));
}

// What a closed gate needs; leaving is possible behind it too.
function bindGates() {
  $("[data-pin]").addEventListener("submit", unlock);
  $("[data-forgotten]").addEventListener("submit", release);
  $("[data-choose-pin]").addEventListener("submit", chooseFirst);
  $("[data-sign-out]").addEventListener("click", () => askToLeave().catch(problem));
  $("[data-leaving]").addEventListener("submit", leave);
}

async function bind(account) {
  $("[data-account]").textContent = account.name;
  $("[data-lock-now]").hidden = !(await exists());
  $("[data-lock-now]").addEventListener("click", () => lockAll().catch(problem));
  if (location.hash === "#leave") history.replaceState(null, "", location.pathname), await askToLeave();
}

async function unlocked() {
  for (;;) {
    const passed = await gate();
    if (!isLocked(passed)) return passed.account;
    openGate(passed.closed);
    await new Promise((done) => (closeGate = done));
  }
}

// Who may see the page; nobody: the gate that says why is open.
async function admitted() {
  let account = await unlocked();
  const greeted = !account && (await greet());
  if (greeted === "in") account = await unlocked(); // the first visit of this phone
  if (!account) openGate(["full", "broken"].includes(greeted) ? greeted : "sign-in");
  return account;
}

/** Show the page to the account that may see it and give it; `render(account, queueState)` runs after every change of the queue. */
export async function open(render) {
  onReturn(() => location.reload()); // what it shows may be old
  watchNetwork();
  bindGates();
  const account = await admitted().catch((error) => (openGate("broken"), problem(error)));
  if (!account) return;
  if (wayBack()) return location.replace(wayBack());
  keepShowing(account, render);
  await bind(account);
  queue.start();
  purge().catch(() => {}); // only gives room back
  return account;
}

// One drawing after the other, the last state always drawn; another person's sign-in ends the page.
// The page is shown with all that is on it, not before: what came in afterwards would push the rest down.
function keepShowing(account, render) {
  let [wanted, drawing] = [null, null];
  const isOver = async () => {
    const now = await gate();
    return Boolean(now.closed) || now.account.id !== account.id;
  };
  // True when nobody may see the page any more, which may turn out between two drawings.
  const drawAll = async () => {
    for (let state; (state = wanted); ) {
      wanted = null;
      if (await isOver()) return true;
      await showQueue(account, state);
      await render(account, state);
    }
    document.documentElement.dataset.ready = "";
  };
  const draw = async () => {
    if (await drawAll().catch(problem)) return isLeaving() || location.reload();
    openGate(null); // also when it failed: what can be shown is shown, beside the reason
  };
  const begin = () => {
    drawing ??= draw().finally(() => ((drawing = null), wanted && begin()));
  };
  queue.onChange((state) => ((wanted = state), begin()));
}
