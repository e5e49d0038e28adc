// Signing with a finger or a mouse; who cannot draw types the name instead.

import { ask, complaint } from "./dialog.js";
import { button, make } from "./element.js";
import { Marks, line, reach } from "./marks.js";
import { bytesOf } from "./picture.js";

const WIDE = 440;
const HIGH = 220;
const LEAST = 30; // CSS pixels of ink; less is a slip of the finger
const INK = "#101418"; // a signature is dark on white in every theme

function paper() {
  const dense = Math.min(devicePixelRatio || 1, 3);
  return make("canvas", { className: "sign-pad", role: "img", width: WIDE * dense, height: HIGH * dense });
}

function blank(context) {
  const { width, height } = context.canvas;
  Object.assign(context, { fillStyle: "#fff", strokeStyle: INK, lineWidth: width / 160, lineCap: "round", lineJoin: "round" });
  context.fillRect(0, 0, width, height);
}

function write(context, name) {
  const { width, height } = context.canvas;
  const size = Math.min(height / 3, (width * 0.9) / Math.max([...name].length, 1));
  Object.assign(context, { fillStyle: INK, font: `${size}px serif`, textAlign: "center", textBaseline: "middle" });
  context.fillText(name, width / 2, height / 2, width * 0.95);
}

function sheet(words, signer) {
  const pad = paper();
  pad.setAttribute("aria-label", words.sign_pad);
  const name = make("input", { type: "text", value: signer, autocomplete: "name", maxLength: 60, id: "field-signer" });
  const typed = make("input", { type: "checkbox" });
  const marks = new Marks(pad, (context, list) => {
    blank(context);
    if (typed.checked) write(context, name.value.trim());
    else for (const each of list) line(context, each.points);
  });
  for (const each of [name, typed]) each.addEventListener("input", () => marks.show());
  pad.addEventListener("pointerdown", () => (typed.checked = false), { capture: true }); // drawing takes the word back from the typed name
  marks.show();
  return { pad, name, typed, marks };
}

function lacking({ pad, name, typed, marks }, words) {
  const ink = marks.list.reduce((sum, each) => sum + reach(each), 0) * (WIDE / pad.width);
  if (!name.value.trim()) return words.sign_nameless;
  return typed.checked || ink >= LEAST ? "" : words.sign_blank;
}

// Resolves {bytes: ArrayBuffer of a PNG, signer, typed} or null when nobody signed.
export function open(words, signer = "") {
  const signing = sheet(words, signer);
  const [said, say] = complaint();
  return ask(words.sign_title, (answer) => {
    const confirm = async () => {
      say(lacking(signing, words));
      if (said.textContent) return signing.name.value.trim() || signing.name.focus();
      answer({ bytes: await bytesOf(signing.pad, "image/png"), signer: signing.name.value.trim(), typed: signing.typed.checked });
    };
    signing.name.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && confirm());
    return [
      make("div", { className: "field" }, make("label", { htmlFor: "field-signer", textContent: words.signer }), signing.name),
      signing.pad,
      signing.marks.buttons(words),
      make("label", { className: "check" }, signing.typed, make("span", { textContent: words.sign_typed })),
      said,
      make("div", { className: "buttons" }, button(words.cancel, () => answer(null)), button(words.confirm, confirm, "button primary")),
    ];
  });
}
