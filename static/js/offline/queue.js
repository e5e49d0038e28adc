// One queue for everything on this phone, run by one tab at a time.

import { renew } from "./account.js";
import { afterwards } from "./changes.js";
import { setting } from "./db.js";
import { fail } from "./failing.js";
import { locked } from "./leaving.js";
import { count, state, tell, tellOf, tellOthers } from "./news.js";
import { freeze, isStuck, revive, waiting } from "./packets.js";
import { send } from "./sending.js";
import { Refused, session } from "./wire.js";

export { onChange, onVisit } from "./news.js";

let failures = 0;
let running = null;
let again = "";
const timers = {};

function later(name, time) {
  clearTimeout(timers[name]);
  if (time < Infinity) timers[name] = setTimeout(() => wake(name), time);
}

async function who(expected) {
  const answer = await session();
  if (answer.ended) await (await import("./ending.js")).end();
  if (!answer.signed_in) throw new Refused(401, { error: "sign_in" });
  if (expected && answer.account.id !== expected) throw new Refused(401, { error: "other_account" });
  await renew(answer);
  return answer.account.id;
}

async function one(packet, progress) {
  try {
    await who(packet.account);
    await send(packet, progress);
    failures = 0;
    tellOf(packet.draft);
    tell(await count(packet.account));
  } catch (error) {
    return fail(packet, error);
  }
}

async function rounds(account) {
  const tried = new Set();
  for (let failed = false; ; ) {
    const due = await freeze(account);
    const packets = (await waiting(account)).filter(({ id }) => !tried.has(id));
    if (!packets.length) return { due, failed };
    const n = packets.reduce((sum, { manifest }) => sum + manifest.length + 1, 0);
    let k = 0;
    const progress = (more) => tell({ sending: { k: (k += more), n } });
    progress(0);
    for (const packet of packets) {
      tried.add(packet.id);
      failed = (await one(packet, progress)) === true || failed;
    }
  }
}

// Gives the time until the next run is due; null: after the back-off.
async function run(reason) {
  const known = (await setting("account"))?.id;
  tell(await count(known));
  if (known && !state.waiting && !["start", "hand", "visible"].includes(reason)) return Infinity;
  const account = await who();
  if (reason === "hand") await revive(account);
  const { due, failed } = await rounds(account);
  const clear = !failed && !(await isStuck(account));
  tell({ ...(await count(account)), ...(clear && { last_error: null }) });
  return failed ? null : due;
}

function note({ code, name, message, status = 0, fields = {} }) {
  if (!state.waiting) return Infinity;
  tell({ last_error: { code: code || name, message, status, fields } });
  return null;
}

function backOff() {
  const time = Math.min(300, 2 ** (failures += 1)) * 1000;
  later("timer", time);
  return Date.now() + time;
}

async function turn(reason) {
  if (["online", "hand", "visible", "submit"].includes(reason)) failures = 0;
  const work = (lock) => (lock ? run(reason) : 5000); // another tab is at it
  const due = await locked("tiaocha-queue", work, { ifAvailable: true }).catch(note);
  const next_try = due === null ? backOff() : (later("timer", due), null);
  tell({ sending: null, last_try: Date.now(), next_try });
}

/** Look after the queue now; done when this tab's run is over. By hand, what needs attention is tried again as well. */
export function wake(reason = "hand") {
  if (running) again = again === "hand" ? again : reason;
  running ??= turn(reason).finally(() => {
    const next = again;
    [running, again] = [null, ""];
    return next && wake(next);
  });
  return running;
}

let started = false;

/** Every page of a signed-in inspector calls this once. */
export function start() {
  if (started) return running;
  started = true;
  afterwards.add(tellOthers);
  afterwards.add((draft, kind) => (kind === "submit" ? wake(kind) : later("quiet", 3100)));
  addEventListener("online", () => wake("online"));
  document.addEventListener("visibilitychange", () => document.hidden || wake("visible"));
  return wake("start");
}
