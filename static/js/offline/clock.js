// What the phone knows of the time: its own clock, and when it last heard the server's.

import { remember, setting } from "./db.js";
import { StorageFull } from "./errors.js";

let contact = {}; // the last one on this page, and where the monotonic counter stood then

// A phone sleeps only while its page is hidden, and in sleep the counter may stand still.
document.addEventListener("visibilitychange", () => document.hidden && (contact = {}));

/** A moment of the device as ISO text with its offset. */
export function stamp(moment = new Date()) {
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60000).toISOString().slice(0, -1);
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The server said what time it is (ISO or the Date header). */
export async function heard(server) {
  const time = new Date(server);
  if (Number.isNaN(time.getTime())) return;
  contact = { at: time.toISOString(), counter: performance.now() };
  const seen = { server_seen_at: contact.at, device_seen_at: stamp() };
  await remember("clock", seen).catch((error) => error instanceof StorageFull || Promise.reject(error)); // it is only a note
}

/** The time that the server told last, in milliseconds; before all times when it never did. */
export async function serverTime() {
  return Date.parse((await setting("clock"))?.server_seen_at) || -Infinity;
}

/** The reading that goes with a visit; elapsed_ms where the counter ran through since the last contact. */
export async function reading() {
  const seen = (await setting("clock")) || { server_seen_at: null, device_seen_at: null };
  const here = contact.at && contact.at === seen.server_seen_at;
  return { device_now: stamp(), ...seen, elapsed_ms: here ? Math.floor(performance.now() - contact.counter) : null };
}
