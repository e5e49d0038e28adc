// What every page may do with script: change the look in place, open and close dialogs, bring the phone's worker.

import { bringWorker } from "./worker.js";

const root = document.documentElement;

function showLook(form) {
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(root.dataset[button.name] === button.value));
  }
}

function chooseLook(event) {
  const chosen = event.submitter;
  if (!chosen) return;
  event.preventDefault(); // what is typed on the page stays
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${chosen.name}=${chosen.value}; path=/; max-age=31536000; SameSite=Lax${secure}`;
  root.dataset[chosen.name] = chosen.value;
  showLook(event.target);
  if (!event.target.elements.csrf_token) return; // a page without a user: the cookie is all
  const given = new FormData(event.target, chosen);
  import("./offline/wire.js").then(({ post }) => post(event.target.action, given)).catch(() => null);
}

function openOrClose(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault(); // without script the same link leads to a page
    dialog.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
}

const menus = [...document.querySelectorAll("details.menu, details.strip")]; // looked up once: every tap asks for them

function closeMenus({ target }) {
  for (const open of menus.filter((each) => each.open)) {
    if (!open.contains(target) || target.closest("a, button")) open.open = false;
  }
}

async function leave(event) {
  event.preventDefault();
  (await import("./offline/shell.js")).leave(event.target);
}

const touched = (field) => field.checked !== field.defaultChecked || field.value !== field.defaultValue;

// Where the browser can keep work, a visit is filled in the phone's own store, on a page that holds no user and no answers.
const keeps = isSecureContext && "indexedDB" in window;
for (const start of keeps ? document.querySelectorAll("[data-start]") : []) {
  start.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(start.dataset.start);
  });
}
// A tap that came before this script, or a link to the server's own form, leads to the phone's form all the same.
const served = keeps && document.querySelector("[data-phone-form]");
if (served && ![...served.querySelectorAll("input, textarea")].some(touched)) location.replace(served.dataset.phoneForm);
for (const form of document.querySelectorAll("form[data-look]")) {
  showLook(form);
  form.addEventListener("submit", chooseLook);
}
if ("phone" in root.dataset) document.querySelector("form[data-leave]")?.addEventListener("submit", leave);
document.addEventListener("click", openOrClose);
document.addEventListener("click", closeMenus);
if ("phone" in root.dataset) {
  bringWorker();
  import("./offline/lock.js").then(({ watch }) => watch());
}
