// Talking to the server: JSON in and out, one token, failures as errors that carry what the server said.

let token = null;

export class Refused extends Error {
  constructor(status, body) {
    super(body?.message || String(status));
    this.status = status;
    this.fields = body?.fields || {};
  }
}

async function session() {
  const answer = await (await fetch("/api/session", { cache: "no-store" })).json();
  token = answer.csrf;
  return answer;
}

// A captive portal or a sign-in page answers 200 with HTML: only our own JSON counts.
async function read(response) {
  const json = (response.headers.get("content-type") || "").includes("application/json");
  const body = json ? await response.json() : null;
  if (!json || response.redirected) throw new Refused(response.ok ? 0 : response.status, body);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

async function send(method, url, body, type) {
  if (method !== "GET" && !token) await session();
  const headers = { ...(token && { "X-CSRFToken": token }), ...(type && { "Content-Type": type }) };
  return fetch(url, { method, headers, body, cache: "no-store" });
}

export async function call(method, url, body, type) {
  let response = await send(method, url, body, type);
  if (response.status === 400 && method !== "GET") {
    await session(); // the token may be older than the sign-in
    response = await send(method, url, body, type);
  }
  return read(response);
}

export const get = (url) => call("GET", url);
export const put = (url, data) => call("PUT", url, JSON.stringify(data), "application/json");
export const post = (url) => call("POST", url, "{}", "application/json");
export const putBytes = (url, bytes) => call("PUT", url, bytes, "application/octet-stream");
