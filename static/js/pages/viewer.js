// One photo large: when and where it was taken, marks on it, taking it out.

import * as visits from "../offline/visits.js";
import { keep } from "./saving.js";
import { say, words } from "./words.js";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function caption(photo) {
  const where = photo.latitude ? `${photo.latitude}, ${photo.longitude} ±${photo.accuracy || "?"} m` : say("no_place");
  return [photo.name, new Date(photo.taken_at).toLocaleString(document.documentElement.lang), where].filter(Boolean).join(" · ");
}

const button = (text, act, className = "button") => {
  const made = element("button", { type: "button", className, textContent: text });
  made.addEventListener("click", act);
  return made;
};

async function mark(visit, item, photo) {
  const { open } = await import("../field/annotate.js");
  const bytes = await visits.bytes(photo.sha256);
  const marks = bytes && (await open(bytes, photo.type, words));
  if (!marks) return false;
  const { thumb } = await import("../field/shrink.js");
  const marked = { ...photo, place: photo, bytes, marks, thumb: await thumb(marks) };
  return Boolean(await keep(() => visits.addPhoto(visit, item, marked)));
}

/** Show the photo; true when something about the item's photos has changed. */
export function view({ visit, item, photo, address, locked }) {
  return new Promise((done) => {
    const dialog = element("dialog", { className: "dialog viewer" });
    dialog.setAttribute("aria-label", photo.name || say("photo"));
    const close = (changed) => (dialog.close(), dialog.remove(), done(changed));
    const act = (work) => async () => close(await work());
    const drop = async () => Boolean(await keep(() => visits.withdrawPhoto(visit, item, photo.sha256)));
    const acts = locked ? [] : [button(say("mark"), act(() => mark(visit, item, photo))), button(say("drop"), act(drop))];
    dialog.append(
      element("img", { src: address || "", alt: photo.name || say("photo") }),
      element("p", { className: "hint", textContent: caption(photo) }),
      element("p", { className: "buttons" }, ...acts, button(say("close"), () => close(false))),
    );
    dialog.addEventListener("cancel", () => close(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}
