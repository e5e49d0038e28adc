// Signed receipts: verified before anything counts as received, and kept.

import { canonical, utf8 } from "./canonical.js";
import { all, remember, setting } from "./db.js";
import { ask } from "./wire.js";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const unpack = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/** Whether one of these keys (JWK with kid) signed the receipt as it stands. */
export async function verify(receipt, keys) {
  const { signature, ...body } = receipt;
  const jwk = keys.find(({ kid }) => kid === body.key);
  if (!jwk || typeof signature !== "string") return false;
  try {
    const { kty, crv, x, y } = jwk;
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, unpack(signature), utf8(canonical(body)));
  } catch {
    return false;
  }
}

const same = (a, b) => a.x === b.x && a.y === b.y;

/** The keys pinned at the first contact. A new one is taken in only beside those that are pinned already. */
export async function keys(kid) {
  const pinned = (await setting("receipt-keys")) || [];
  if (pinned.some((key) => key.kid === kid)) return pinned;
  const { keys: offered = [] } = await ask("GET", "/api/receipt-key");
  if (!pinned.every((key) => offered.some((each) => each.kid === key.kid && same(each, key)))) return pinned;
  await remember("receipt-keys", offered);
  return offered;
}

/** Whether the receipt is for exactly this packet and lists all that it names. */
export const covers = (receipt, packet) =>
  receipt.draft === packet.draft && receipt.packet === packet.id && receipt.account === packet.account &&
  receipt.entries === packet.last && receipt.head === packet.head &&
  packet.manifest.every((sha256) => receipt.evidence.includes(sha256));

/** The receipts of an account on this phone, the newest first: {id, draft, receipt}. */
export const list = async (account) =>
  (await all("receipts", "account", account.id || account)).sort((a, b) => b.receipt.sequence - a.receipt.sequence);
