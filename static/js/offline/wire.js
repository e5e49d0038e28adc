// Asking the server: only our own JSON, not redirected, is an answer, whatever stands between. Nothing else on a page fetches.

import { heard } from "./clock.js";

const PATIENCE = 120_000;
let token = null;
let holder = null; // the account the token belongs to

export class Refused extends Error {
  constructor(status, { error = "not_ours", message = "", fields = {} } = {}) {
    super(message);
    this.name = "Refused";
    this.status = status;
    this.code = error;
    this.fields = fields;
  }
}

// A status counts only together with our own error; a portal has statuses too.
async function read(response) {
  const json = (response.headers.get("content-type") || "").startsWith("application/json");
  const body = json && !response.redirected ? await response.json().catch(() => null) : null;
  if (!body || typeof body !== "object") throw new Refused(0);
  if (!response.ok) throw new Refused(typeof body.error === "string" ? response.status : 0, body);
  return body;
}

/** @returns {never} */
function unreachable() {
  throw new Refused(0, { error: "unreachable" });
}

/** @param {string} method @param {string} url @param {{body?: any, headers?: any, type?: string, cache?: RequestCache}} options */
async function fetchOnce(method, url, { body, headers, type, cache = "no-store" }) {
  const all = { ...headers, ...(token && method !== "GET" && { "X-CSRFToken": token }), ...(type && { "Content-Type": type }) };
  const signal = AbortSignal.timeout?.(PATIENCE);
  try {
    return await fetch(url, { method, body, headers: all, cache, redirect: "manual", signal });
  } catch {
    return unreachable();
  }
}

/** Who is signed in, and a fresh token. */
export async function session() {
  const response = await fetchOnce("GET", "/api/session", {});
  const answer = await read(response);
  if (typeof answer.signed_in !== "boolean") throw new Refused(0);
  [token, holder] = [answer.csrf, answer.account?.id ?? null];
  await heard(response.headers.get("date"));
  return answer;
}

async function refresh() {
  const before = holder;
  await session();
  if (before && holder !== before) throw new Refused(401, { error: "other_account" });
}

/** The server's JSON, or Refused: status 0 means that the server itself did not speak. */
export async function ask(method, url, options = {}) {
  if (method !== "GET" && !token) await refresh();
  try {
    return await read(await fetchOnce(method, url, options));
  } catch (error) {
    if (error.status !== 400 || method === "GET") throw error;
    await refresh(); // the token may be older than the sign-in
    return read(await fetchOnce(method, url, options));
  }
}

export const send = (method, url, text, headers) => ask(method, url, { body: text, headers, type: "application/json" });

/** Send a form as a page does. What comes back is a page or leads to one: only that the server was reached is known. */
export const post = (url, form) => fetchOnce("POST", url, { body: form });

/**
 * What stands at that address, whole. Refused where nobody answered or it broke off on its way, and where it is not to be had:
 * a page says by `isOurs` whose it is, of mere bytes the caller knows the hash.
 * @param {string} url
 * @param {{cache?: RequestCache, isOurs?: (response: Response) => boolean}} options
 */
export async function file(url, { cache, isOurs = () => true } = {}) {
  const response = await fetchOnce("GET", url, { cache });
  if (!response.ok || !isOurs(response)) throw new Refused(0);
  return { response, bytes: await response.clone().arrayBuffer().catch(unreachable) };
}
