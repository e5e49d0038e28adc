// What every page may do with script: change the theme in place, open and close dialogs.

async function chooseTheme(event) {
  const chosen = event.submitter;
  if (chosen?.name !== "theme") return;
  event.preventDefault(); // what is typed on the page stays
  const body = new FormData(event.target, chosen);
  document.documentElement.dataset.theme = chosen.value;
  for (const button of event.target.querySelectorAll("[name=theme]")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
  await fetch(event.target.action, { method: "POST", body, redirect: "manual" });
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

function closeMenus(event) {
  for (const open of document.querySelectorAll("details.menu[open], details.strip[open]")) {
    const followed = event.target.closest("a, button");
    if (!open.contains(event.target) || followed) open.open = false;
  }
}

// Where the browser can keep work, a visit is filled in the phone's own store, on a page that holds no user and no answers.
const keeps = isSecureContext && "indexedDB" in window;
for (const start of keeps ? document.querySelectorAll("[data-start]") : []) {
  start.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(start.dataset.start);
  });
}
for (const form of document.querySelectorAll("form[data-themes]")) form.addEventListener("submit", chooseTheme);
document.addEventListener("click", openOrClose);
document.addEventListener("click", closeMenus);
