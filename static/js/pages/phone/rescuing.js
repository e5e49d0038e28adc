// The rescue file: everything unsent in one encrypted file, with a passphrase typed twice.

import { make } from "../../offline/rescue.js";
import { list } from "../../offline/visits.js";
import { reason, say } from "../words.js";
import { $, show } from "./pieces.js";

const ENOUGH = 12;
const rescued = new Map(); // visit → its last change when the file was made

/** Whether a rescue file of this page holds the visit as it stands now. */
export const isRescued = ({ id, changed_at }) => rescued.get(id) === changed_at;

function save(blob) {
  const name = `tiaocha-${new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "")}.rescue`;
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000); // the download has its own copy by then
  return name;
}

async function rescue(form, account) {
  const { pass, again } = form.elements;
  if (pass.value !== again.value) throw new Error(say("passes_differ"));
  const visits = await list(account);
  if (!visits.some(({ waiting, state }) => waiting || state === "draft")) throw new Error(say("nothing_to_rescue"));
  $("[data-done]", form).textContent = say("working");
  const name = save(await make(account, pass.value));
  for (const { id, changed_at } of visits) rescued.set(id, changed_at);
  form.reset();
  $("[data-done]", form).textContent = say("rescued", { name });
}

async function onSubmit(event, account) {
  event.preventDefault();
  const form = event.target;
  show($("[data-error]", form), "");
  await rescue(form, account).catch((failure) => {
    $("[data-done]", form).textContent = "";
    show($("[data-error]", form), reason(failure));
  });
}

/** Bind the dialog; `account()` is who is here by then. */
export function bindRescue(account) {
  const form = $("[data-rescue]");
  form.addEventListener("submit", (event) => onSubmit(event, account()));
  form.addEventListener("input", () => ($("[data-short]", form).hidden = !form.elements.pass.value || form.elements.pass.value.length >= ENOUGH));
}
