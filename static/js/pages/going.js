// Going away from the form and coming back to it: nothing that was typed or taken is left behind.

import { onReturn } from "../offline/leaving.js";
import { isBusy, isUnderWay, note, saveAll, saveTyped, showAgain } from "./answering.js";

let isSafe = false; // all is on the disk or in the journal

function leave() {
  note();
  saveTyped();
}

const page = ({ origin, pathname, search }) => origin + pathname + search;
const leadsAway = (link) => link.origin === location.origin && page(link) !== page(location) && !link.target && !link.dataset.dialog;

// A link waits for what is under way; by any other way out the journal must do.
async function follow(event) {
  const link = event.target.closest("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented;
  if (!link || elsewhere || !leadsAway(link) || !isUnderWay()) return;
  event.preventDefault();
  await saveAll();
  location.assign(link.href);
}

// What the page shows may be old: another has been on this visit meanwhile, perhaps with what the journal had of it. Or it is
// about to be emptied by the browser, which puts that off until this event is over; so long it takes no touch.
async function comeBack() {
  const form = document.querySelector("[data-fill]");
  form.inert = true;
  await saveAll();
  isSafe = note();
  if (isSafe) return location.reload();
  await new Promise((done) => setTimeout(done));
  showAgain();
  form.inert = false;
}

document.addEventListener("click", follow);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : saveTyped()));
addEventListener("pagehide", leave);
addEventListener("beforeunload", (event) => isBusy() && !isSafe && event.preventDefault());
onReturn(comeBack);
