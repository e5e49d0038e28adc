// The result of a visit as this phone knows it: what is answered, what lacks, the points so far, what does not conform.

import { get } from "../../offline/db.js";
import { load, thumb } from "../../offline/visits.js";
import { preview } from "../../scoring/preview.js";
import { answersOf, contextOf } from "../context.js";
import { open } from "./frame.js";
import { say } from "../words.js";
import { $, ago, copy, line, redraw } from "./pieces.js";

const FAILED = ["fail", "partial"];

// A bundle from before the two shapes of an item became one has more in it and its numbers as numbers: read as it is.
function judge(version, visit, site, calendar) {
  const national = JSON.parse($("[data-judging]").dataset.judging).calendar;
  const known = { ...visit, attributes: { ...site?.attributes, ...visit.attributes }, calendar };
  return preview(version, answersOf(version.items, visit), contextOf(known, national));
}

// What is wrong, never the question; without words of the checklist the clause's own.
const title = (item, { state }) => item.failed_words || say(`unmet_${state}`, { words: item.clause.quote || item.clause.text });

function failRow(item, judgement, given) {
  const row = copy("fail", { code: item.code, question: title(item, judgement), because: judgement.because || "" });
  const state = $("[data-state]", row);
  state.textContent = say(`state_${judgement.state}`);
  if (judgement.state === "partial") state.className = "badge badge-due";
  $("[data-clause]", row).textContent = item.clause.quote || item.clause.text;
  $("[data-source]", row).textContent = item.clause.source || item.clause.cite;
  $("[data-note]", row).textContent = given?.inputs.note || "";
  showPhotos($("[data-photos]", row), given?.photos || []);
  return row;
}

function showPhotos(place, photos) {
  for (const { sha256, name, server, withdrawn } of photos) {
    if (withdrawn) continue;
    const image = Object.assign(document.createElement("img"), { alt: name || say("photo"), width: 72, height: 72 });
    thumb(sha256).then((bytes) => (image.src = bytes ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : server?.thumb || ""));
    const item = line("li", "", { className: "photo" });
    item.append(image);
    place.append(item);
  }
}

function unableRow(code, { inputs }) {
  const row = line("li", "", { className: "row" });
  const text = line("span", "", { className: "row-text" });
  text.append(line("span", code, { className: "code" }), line("span", inputs.note || "", { className: "row-title" }));
  row.append(text);
  return row;
}

function missingRow(visit, code, needs) {
  const row = line("li", "", { className: "row" });
  const link = line("a", "", { href: `/forms/${visit.version}#${visit.id}` });
  const text = line("span", "", { className: "row-text" });
  text.append(line("span", code, { className: "code" }), line("span", needs, { className: "row-title" }));
  link.append(text);
  row.append(link);
  return row;
}

// What came of it, the vetoes by name, and what happens next.
function showOutcome({ verdict, vetoes, grade }, model, state) {
  const decided = ["open", "na"].includes(verdict) ? verdict : `${model}_${verdict}`;
  const stands = ["draft", "submitted"].includes(state) ? state : "received";
  $("[data-stands]").textContent = say(`stands_${stands}`);
  $("[data-verdict]").textContent = (model === "points" && grade) || say(`verdict_${decided}`);
  $("[data-verdict]").className = verdict === "fail" || vetoes.length ? "state-fail" : "";
  $("[data-vetoes]").textContent = vetoes.length ? say("vetoed", { codes: vetoes.join(say("between")) }) : "";
}

function showFigures({ answered, total, interval, judgements }, isPoints) {
  const among = (state) => Object.values(judgements).filter((each) => each?.state === state).length;
  $("[data-answered]").textContent = `${answered} / ${total}`;
  for (const state of ["fail", "partial", "unable"]) {
    $(`[data-count="${state}"]`).textContent = among(state);
    $(`[data-count="${state}"]`).parentElement.hidden = state !== "fail" && !among(state);
  }
  for (const element of document.querySelectorAll("[data-points-row]")) element.hidden = !interval || !isPoints;
  $("[data-points]").textContent = interval || "–";
}

function showLists(version, visit, result) {
  const fails = version.items.filter(({ code }) => FAILED.includes(result.judgements[code]?.state));
  $("[data-fails]").replaceChildren(...fails.map((item) => failRow(item, result.judgements[item.code], visit.items[item.id])));
  const unable = version.items.filter(({ id }) => visit.items[id]?.inputs.state === "unable");
  $("[data-unable]").replaceChildren(...unable.map(({ id, code }) => unableRow(code, visit.items[id])));
  $("[data-unable-part]").hidden = !unable.length;
  $("[data-failed-part]").hidden = !fails.length;
  $("[data-no-fails]").hidden = fails.length > 0;
  const missing = Object.entries(result.missing).map(([code, { sentence }]) => [code, sentence]);
  redraw($("[data-missing]"), missing, () => missing.map(([code, needs]) => missingRow(visit, code, needs)));
  $("[data-missing-part]").hidden = !Object.keys(result.missing).length;
}

async function render(account) {
  const visit = await load(location.hash.slice(1));
  const version = visit && (await get("versions", visit.version));
  if (!version) {
    $("[data-site]").textContent = say("missing");
    return ($("[data-open]").hidden = true);
  }
  $("[data-site]").textContent = visit.site?.name || say("unknown");
  $("[data-what]").textContent = `${version.title} · ${say("changed", { when: ago(visit.changed_at) })}`;
  $("[data-open]").href = `/forms/${visit.version}#${visit.id}`;
  $("[data-open]").hidden = visit.state !== "draft";
  $("[data-server]").href = `/inspections/${visit.inspection}`;
  $("[data-server]").hidden = visit.state !== "received";
  const [site, task] = await Promise.all([get("sites", [account.id, visit.site.id]), visit.task && get("tasks", [account.id, visit.task])]);
  const result = judge(version, visit, site, visit.calendar ?? task?.bundle?.calendar);
  showOutcome(result, version.result_model, visit.state);
  showFigures(result, version.result_model === "points");
  showLists(version, visit, result);
}

addEventListener("hashchange", () => location.reload());
await open(render);
