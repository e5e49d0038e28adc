// A visit that nobody planned: the site by its code, typed or scanned, and a checklist that is on the phone.

import { ask, Refused } from "../../offline/wire.js";
import { all, get as find, setting } from "../../offline/db.js";
import { beginUnplanned } from "./beginning.js";
import { scan } from "./scanning.js";
import { offerVersion } from "./taking.js";
import { reason, say } from "../words.js";
import { $, copy, line, redraw, show } from "./pieces.js";

// The code stands alone or at the end of the address on the site's sign.
const codeOf = (text) => (text.trim().toUpperCase().match(/[0-9A-HJKMNP-TV-Z]+(?=\/?$)/)?.[0] || "").slice(-8);

async function findSite(account, text) {
  const code = codeOf(text);
  const known = (await all("sites", "account", account.id)).find(({ id }) => id.endsWith(code));
  if (known && code.length === 8) return known;
  try {
    const found = await ask("GET", `/api/sites/${encodeURIComponent(code)}`);
    return found.site || found;
  } catch (failure) {
    throw new Error(say(failure instanceof Refused && failure.status === 404 ? "unknown_site" : "no_site"));
  }
}

// The server takes no visit with a checklist for another kind of site.
async function suits(version, { kind }) {
  const { site_kind: wanted } = await find("versions", version);
  return !kind || !wanted || kind === wanted;
}

async function begin(event, account) {
  event.preventDefault();
  const { code, version } = event.target.elements;
  const error = $("[data-error]", event.target);
  show(error, "");
  try {
    if (!version.value) throw new Error(say("no_checklist"));
    const site = await findSite(account, code.value);
    if (!(await suits(version.value, site))) throw new Error(say("wrong_kind"));
    await beginUnplanned(account, site, version.value);
  } catch (failure) {
    show(error, reason(failure));
  }
}

async function showScanner() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) || [];
  $("[data-scanner]").hidden = !formats.includes("qr_code") || !navigator.mediaDevices;
}

/** Bind the dialog; `account()` is who is here by then. */
export function bindUnplanned(account) {
  const form = $("[data-unplanned]");
  form.addEventListener("submit", (event) => begin(event, account()));
  $("[data-scan]").addEventListener("click", async () => {
    const found = await scan($("[data-camera]"), form.closest("dialog")).catch((failure) => (show($("[data-error]", form), failure.message), ""));
    if (found) form.elements.code.value = codeOf(found);
  });
  showScanner();
}

const drawn = new Map();

function offer({ version, title }, here, holder) {
  if (!drawn.has(version)) drawn.set(version, copy("task"));
  const row = drawn.get(version);
  $("[data-site]", row).textContent = title;
  $("[data-word]", row).hidden = true;
  $("[data-more]", row).textContent = here ? "" : say("not_taken");
  $("[data-begin]", row).hidden = true;
  $("[data-take]", row).textContent = say(here ? "take_again" : "take");
  offerVersion(row, version);
  holder.append(row);
}

/** The checklists an unplanned visit may use: those on the phone to choose from, all of them to take along. */
export async function showChecklists() {
  const [versions, allowed] = [await all("versions"), (await setting("checklists")) ?? []];
  const here = new Set(versions.map(({ id }) => id));
  $("[data-lists]").hidden = allowed.length === 0;
  for (const each of allowed) offer(each, here.has(each.version), $("[data-checklists]"));
  const choice = $("#version");
  const chosen = choice.value;
  const usable = versions.filter(({ id }) => allowed.length === 0 || allowed.some(({ version }) => version === id));
  const titles = usable.map(({ id, title }) => [id, title]);
  redraw(choice, titles, () => titles.map(([value, title]) => line("option", title, { value })));
  if (chosen) choice.value = chosen;
  show($("[data-error]", choice.form), usable.length ? "" : say("no_checklist"));
}
