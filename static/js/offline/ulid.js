// Names that the phone gives by itself: 48 bits of time, 80 of chance, in Crockford's letters.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function ulid(now = Date.now()) {
  let time = "";
  for (let rest = now; time.length < 10; rest = Math.floor(rest / 32)) time = LETTERS[rest % 32] + time;
  return time + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte % 32]).join("");
}
