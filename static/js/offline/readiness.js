// Is this phone ready to leave? Each thing that a visit without a network needs: good, warn or bad.

import { signedIn } from "./account.js";
import { all, setting } from "./db.js";
import { estimate } from "./storage.js";
import { missing } from "./takealong.js";

const MIB = 1024 * 1024;
const DAY = 24 * 3600 * 1000;
const said = (state, detail = null) => ({ state, detail });

async function worker() {
  const ready = navigator.serviceWorker?.controller || (await navigator.serviceWorker?.getRegistration())?.active;
  return said(!navigator.serviceWorker ? "bad" : ready ? "good" : "warn");
}

async function storage() {
  const { persisted, quota } = await estimate();
  return said(quota === null && !persisted ? "bad" : persisted ? "good" : "warn");
}

async function space() {
  const { free } = await estimate();
  return said(free === null || free > 500 * MIB ? "good" : free > 100 * MIB ? "warn" : "bad", free);
}

async function allowed(name) {
  const state = (await navigator.permissions?.query({ name }).catch(() => null))?.state;
  return said({ granted: "good", denied: "bad" }[state] || "warn");
}

const camera = () => (navigator.mediaDevices ? allowed("camera") : said("bad"));
const place = () => (navigator.geolocation ? allowed("geolocation") : said("bad"));

async function tasks() {
  const rows = await all("tasks", "account", (await setting("account"))?.id ?? "");
  const lacking = (await Promise.all(rows.map(({ id }) => missing(id)))).filter((each) => each.length).length;
  return said(!rows.length || lacking === rows.length ? "bad" : lacking ? "warn" : "good", lacking);
}

async function term() {
  const account = await signedIn();
  return said(!account ? "bad" : account.until - Date.now() < 5 * DAY ? "warn" : "good", account?.until ?? null);
}

const https = () => said(isSecureContext ? "good" : "bad");
const CHECKS = { https, worker, storage, space, camera, place, tasks, term };

/** [{name, state: "good"|"warn"|"bad", detail}]; a check that fails is bad, the others go on. */
export const check = () =>
  Promise.all(Object.entries(CHECKS).map(async ([name, ask]) => ({ name, ...(await (async () => ask())().catch(() => said("bad"))) })));
