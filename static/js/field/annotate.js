// Marks on a photo: pen, arrow, circle. The marks go into a copy; the photo itself stays as it was taken.

import { ask, complaint } from "./dialog.js";
import { button, make } from "./element.js";
import { Marks, line, reach } from "./marks.js";
import { bytesOf, decoded, drawn } from "./picture.js";

const LONGEST = 1600;
const LEAST = 8; // pixels; an arrow or circle smaller than this is a slip

function arrow(context, points) {
  const [from, to] = [points[0], points.at(-1)];
  const head = Math.max(context.canvas.width, context.canvas.height) / 28;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (turn) => [to[0] - head * Math.cos(angle + turn), to[1] - head * Math.sin(angle + turn)];
  line(context, [from, to]);
  line(context, [wing(0.5), to, wing(-0.5)]);
}

function circle(context, points) {
  const [[left, top], [right, bottom]] = [points[0], points.at(-1)];
  context.beginPath();
  context.ellipse((left + right) / 2, (top + bottom) / 2, Math.abs(right - left) / 2, Math.abs(bottom - top) / 2, 0, 0, 2 * Math.PI);
  context.stroke();
}

const SHAPES = { pen: line, arrow, circle };

// A white edge under the red keeps a mark visible on a dark or red photo.
function paint(context, marks) {
  const thick = Math.max(context.canvas.width, context.canvas.height) / 120;
  Object.assign(context, { lineCap: "round", lineJoin: "round" });
  for (const mark of marks) {
    for (const [strokeStyle, lineWidth] of [["#fff", thick * 1.8], ["#d4190e", thick]]) {
      Object.assign(context, { strokeStyle, lineWidth });
      SHAPES[mark.kind](context, mark.points);
    }
  }
}

function over(photo, label) {
  const { width, height } = photo;
  const canvas = make("canvas", { className: "mark-photo", role: "img", "aria-label": label, width, height });
  return [canvas, (context, marks) => (context.drawImage(photo, 0, 0), paint(context, marks))];
}

function tools(words) {
  const box = make("fieldset", { className: "choices" }, make("legend", { className: "sr", textContent: words.mark_tools }));
  for (const kind of Object.keys(SHAPES)) {
    const input = make("input", { type: "radio", name: "field-mark", value: kind, checked: kind === "circle" });
    box.append(make("label", { className: "choice" }, input, make("span", { textContent: words[`mark_${kind}`] })));
  }
  return box;
}

const drew = (marks) => marks.list.some((mark) => mark.kind === "pen" || reach(mark) >= LEAST);

// Resolves the ArrayBuffer of a JPEG with the marks, null when the person leaves; throws NotAPhoto.
export async function open(bytes, type, words) {
  const photo = await decoded(bytes, type, (picture) => drawn(picture, LONGEST));
  const [canvas, picture] = over(photo, words.mark_photo);
  const choice = tools(words);
  const marks = new Marks(canvas, picture, () => choice.querySelector(":checked").value);
  marks.show();
  const [said, say] = complaint();
  return ask(words.mark_title, (answer) => {
    const confirm = async () => (drew(marks) ? answer(await bytesOf(canvas)) : say(words.mark_blank));
    return [
      choice,
      canvas,
      marks.buttons(words),
      said,
      make("div", { className: "buttons" }, button(words.cancel, () => answer(null)), button(words.confirm, confirm, "button primary")),
    ];
  });
}
