// How sending stands, told to every tab of this phone.

import { all } from "./db.js";

const channel = new BroadcastChannel("tiaocha-queue");
const listeners = new Set();
const watchers = new Set();
export let state = { waiting: 0, sending: null, received: 0, last_try: null, last_error: null, next_try: null };

function hear(message) {
  if (message.draft) return watchers.forEach((callback) => callback(message.draft));
  state = message.state;
  listeners.forEach((callback) => callback(state));
}

channel.onmessage = ({ data }) => hear(data);

function say(message) {
  channel.postMessage(message);
  hear(message);
}

export const tell = (change) => say({ state: { ...state, ...change } });

/** The queue has changed this draft. */
export const tellOf = (draft) => say({ draft });

/** This tab has changed the draft: the others must not go on saying that all of it is received. */
export const tellOthers = (draft) => channel.postMessage({ draft });

/** Called with the state now and after every change of it, in any tab. */
export function onChange(callback) {
  listeners.add(callback);
  callback(state);
}

/** Called with the id of a draft that the queue or another tab has changed. */
export function onVisit(callback) {
  watchers.add(callback);
}

/** How many visits of the account wait to be sent, and how many have been received. */
export async function count(account) {
  const visits = account ? await all("visits", "account", account) : [];
  const done = visits.filter(({ state: own }) => own === "received" || own === "held");
  return { waiting: visits.filter(({ seq, acked_seq }) => seq > acked_seq).length, received: done.length };
}
