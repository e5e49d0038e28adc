// The PIN that locks the app on this phone. It opens the screen only; it never stands for the server's sign-in.

import { utf8 } from "./canonical.js";
import { asked, remember, transact } from "./db.js";
import { WeakPin, WrongPin } from "./errors.js";
import { DIGITS, mark } from "./lock.js";

const ROUNDS = 600_000;
const FREE_TRIES = 5;
const LONGEST = 3600_000;

async function derive(pin, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256);
  return Array.from(new Uint8Array(bits)).join();
}

/** Set the PIN; WeakPin for fewer than six digits. */
export async function set(pin) {
  if (!new RegExp(`^\\d{${DIGITS},}$`).test(pin)) throw new WeakPin("", { digits: DIGITS });
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const hash = await derive(pin, salt, ROUNDS);
  await remember("pin", { salt, iterations: ROUNDS, hash, digits: pin.length, wrong: 0, not_before: 0, locked: false });
  mark(false);
}

/** Take the PIN away. */
export async function release() {
  await transact(["settings"], "readwrite", (tx) => asked(tx.objectStore("settings").delete("pin")));
  mark(false);
}

const wait = (wrong) => (wrong < FREE_TRIES ? 0 : Math.min(LONGEST, 30_000 * 2 ** (wrong - FREE_TRIES)));

// A try counts before it is judged, so that closing the page does not win one.
const count = () =>
  transact(["settings"], "readwrite", async (tx) => {
    const row = await asked(tx.objectStore("settings").get("pin"));
    if (!row) return null;
    const left = row.value.not_before - Date.now();
    if (left > 0) throw new WrongPin("", { wait: Math.min(left, LONGEST) });
    const wrong = row.value.wrong + 1;
    row.value = { ...row.value, wrong, not_before: Date.now() + wait(wrong) };
    await asked(tx.objectStore("settings").put(row));
    return row.value;
  });

/** Whether this is the PIN; right unlocks. After five wrong tries the wait doubles each time (WrongPin, fields.wait). */
export async function check(pin) {
  const stored = await count();
  if (!stored || (await derive(pin, stored.salt, stored.iterations)) !== stored.hash) return false;
  await remember("pin", { ...stored, wrong: 0, not_before: 0, locked: false });
  mark(false);
  return true;
}
