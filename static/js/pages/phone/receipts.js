// The receipts on this phone: a list, or one of them (behind the sign of number) with its hashes and its QR code.

import * as receipts from "../../offline/receipts.js";
import { list } from "../../offline/visits.js";
import { file } from "../../offline/wire.js";
import { open, problem } from "./frame.js";
import { say } from "../words.js";
import { $, line, moment, redraw } from "./pieces.js";

const textOf = ({ id, sequence, head, signature }) => `TIAOCHA-RECEIPT:${id}:${sequence}:${head.slice(0, 16)}:${signature}`;
let rows = [];
let names = new Map();

const nameOf = ({ draft }) => names.get(draft) || say("unknown");

function link(receipt) {
  const row = line("li", "", { className: "row" });
  const anchor = line("a", "", { href: `#${receipt.id}` });
  const text = line("span", "", { className: "row-text" });
  text.append(line("span", nameOf(receipt), { className: "row-title" }), line("span", moment(receipt.received_at), { className: "row-sub" }));
  anchor.append(text, line("span", say("receipt", { n: receipt.sequence }), { className: "row-sub" }));
  row.append(anchor);
  return row;
}

// What is slow to come is shown only where it is still wanted: another receipt may have been opened meanwhile.
const isOf = (element, { id }) => element.dataset.of === id;

async function showVerified(receipt) {
  const badge = $("[data-verified]");
  if (!isOf(badge, receipt)) badge.textContent = ""; // of the one before
  badge.dataset.of = receipt.id;
  const good = await receipts.keys(receipt.key).then((keys) => receipts.verify(receipt, keys)).catch(() => false);
  if (!isOf(badge, receipt)) return;
  badge.textContent = say(good ? "verified" : "not_verified");
  badge.className = `badge badge-${good ? "done" : "failed"}`;
}

async function drawingOf({ id }) {
  const text = await file(`/receipts/${id}`).then(({ bytes }) => new TextDecoder().decode(bytes), () => "");
  return new DOMParser().parseFromString(text, "text/html").querySelector("main svg");
}

function pictureOf(drawing) {
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(drawing)], { type: "image/svg+xml" }));
}

// The drawing is the server's; without a network the text beneath holds the same. A receipt never changes: once drawn, it stays.
async function showCode(receipt) {
  const image = $("[data-qr]");
  if (isOf(image, receipt)) return;
  [image.hidden, image.dataset.of] = [true, receipt.id];
  const drawing = await drawingOf(receipt);
  if (!isOf(image, receipt)) return;
  if (drawing) image.src = pictureOf(drawing);
  else image.dataset.of = ""; // asked for again with the next word of the queue
  image.hidden = !drawing;
}

function showFacts(receipt) {
  const shown = { ...receipt, received_at: moment(receipt.received_at) };
  shown.entries = say("entries", { n: receipt.entries });
  shown.evidence = say("pieces", { n: receipt.evidence.length });
  for (const element of document.querySelectorAll("[data-fact]")) element.textContent = shown[element.dataset.fact];
  $("[data-hashes]").replaceChildren(...receipt.evidence.map((each) => line("li", each)));
  $("[data-text]").textContent = textOf(receipt);
  $("[data-site]").textContent = nameOf(receipt);
}

async function showOne(receipt) {
  showFacts(receipt);
  await showVerified(receipt);
  showCode(receipt).catch(problem); // not waited for: on a poor network the page stands without it
}

async function show() {
  const wanted = location.hash.slice(1);
  const one = rows.find(({ id }) => id === wanted);
  $("[data-one]").hidden = !one;
  $("[data-list]").hidden = Boolean(one) || rows.length === 0;
  $("[data-nothing]").hidden = rows.length > 0;
  if (one) await showOne(one);
}

async function render(account) {
  rows = (await receipts.list(account)).map(({ receipt }) => receipt);
  names = new Map((await list(account)).map(({ id, site }) => [id, site?.name]));
  redraw($("[data-list]"), [rows, [...names]], () => rows.map(link));
  await show();
}

addEventListener("hashchange", show);
$(".buttons a", $("[data-one]")).addEventListener("click", (event) => {
  event.preventDefault();
  history.pushState(null, "", "/phone/receipts");
  show();
});
await open(render);
