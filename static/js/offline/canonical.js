// One way of writing a value, the same in Python, so that both sides hash the same bytes.

function byCodePoint(a, b) {
  let place = 0;
  while (place < a.length && a[place] === b[place]) place += 1;
  return (a.codePointAt(place) ?? -1) - (b.codePointAt(place) ?? -1);
}

// Half a surrogate pair has no UTF-8.
const text = (value) => JSON.stringify(value.replace(/\p{Surrogate}/gu, "\ufffd"));

function object(value) {
  const names = Object.keys(value).filter((name) => value[name] !== undefined).sort(byCodePoint);
  return `{${names.map((name) => `${text(name)}:${canonical(value[name])}`).join()}}`;
}

/** Keys by code point, no blanks, whole numbers only. */
export function canonical(value) {
  if (typeof value === "string") return text(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === "object") return object(value);
  throw new TypeError(`no canonical form: ${String(value)}`);
}

export const utf8 = (value) => new TextEncoder().encode(value);

/** SHA-256 of bytes or of a text's UTF-8, in hex. */
export async function sha256(value) {
  const digest = await crypto.subtle.digest("SHA-256", typeof value === "string" ? utf8(value) : value);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
