// Marks drawn on a canvas with finger, pen or mouse: kept as lists of points, so that the last can be taken back.

import { button, make } from "./element.js";

function pointOn(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

// paint(context, marks) draws everything; kind() names the tool in hand.
export class Marks {
  constructor(canvas, paint, kind = () => "pen") {
    this.canvas = canvas;
    this.paint = paint;
    this.kind = kind;
    this.list = [];
    this.hand = null; // the pointer that draws
    canvas.style.touchAction = "none"; // a stroke must not scroll the dialog
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.end(event));
  }

  begin(event) {
    if (this.hand !== null || event.button !== 0) return;
    event.preventDefault();
    this.hand = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.list.push({ kind: this.kind(), points: [pointOn(this.canvas, event)] });
    this.show();
  }

  go(event) {
    if (event.pointerId !== this.hand) return;
    const between = event.getCoalescedEvents?.() ?? [];
    const steps = between.length ? between : [event];
    this.list.at(-1)?.points.push(...steps.map((each) => pointOn(this.canvas, each)));
    this.show();
  }

  end(event) {
    if (event.pointerId === this.hand) this.hand = null;
  }

  undo() {
    this.list.pop();
    this.show();
  }

  clear() {
    this.list = [];
    this.show();
  }

  show() {
    this.paint(this.canvas.getContext("2d"), this.list);
  }

  buttons(words) {
    return make("div", { className: "buttons" }, button(words.undo, () => this.undo()), button(words.clear, () => this.clear()));
  }
}

// How far the hand went, in pixels of the canvas.
export const reach = ({ points }) =>
  points.slice(1).reduce((sum, [x, y], n) => sum + Math.hypot(x - points[n][0], y - points[n][1]), 0);

export function line(context, points) {
  context.beginPath();
  context.moveTo(...points[0]);
  for (const each of points.slice(1)) context.lineTo(...each);
  if (points.length === 1) context.lineTo(...points[0]); // a round cap makes the dot
  context.stroke();
}
