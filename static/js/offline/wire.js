// Asking the server: only our own JSON, not redirected, is an answer, whatever stands between.

import { heard } from "./clock.js";

const PATIENCE = 120_000;
let token = null;
let holder = null; // the account the token belongs to

export class Refused extends Error {
  constructor(status, { error = "not_ours", message = "", fields = {} } = {}) {
    super(message);
    Object.assign(this, { name: "Refused", status, code: error, fields });
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

async function fetchOnce(method, url, { body, headers, type }) {
  const all = { ...headers, ...(token && method !== "GET" && { "X-CSRFToken": token }), ...(type && { "Content-Type": type }) };
  const signal = AbortSignal.timeout?.(PATIENCE);
  try {
    return await fetch(url, { method, body, headers: all, cache: "no-store", redirect: "manual", signal });
  } catch {
    throw new Refused(0, { error: "unreachable" });
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
