// The result of a visit as this phone knows it: what is answered, what lacks, the points so far, what does not conform.

import { get } from "../../offline/db.js";
import { load } from "../../offline/visits.js";
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

function failRow(item, judgement) {
  const row = copy("fail", { code: item.code, question: title(item, judgement), because: judgement.because || "" });
  const state = $("[data-state]", row);
  state.textContent = say(`state_${judgement.state}`);
  if (judgement.state === "partial") state.className = "badge badge-due";
  $("[data-clause]", row).textContent = item.clause.quote || item.clause.text;
  $("[data-source]", row).textContent = item.clause.source || item.clause.cite;
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

function showFigures({ answered, total, interval, judgements }, isPoints) {
  const fails = Object.values(judgements).filter((each) => FAILED.includes(each?.state)).length;
  $("[data-answered]").textContent = `${answered} / ${total}`;
  $("[data-unanswered]").textContent = total - answered;
  $("[data-failed]").textContent = fails;
  for (const element of document.querySelectorAll("[data-points-row]")) element.hidden = !interval || !isPoints;
  $("[data-points]").textContent = interval || "–";
}

function showLists(version, visit, result) {
  const fails = version.items.filter(({ code }) => FAILED.includes(result.judgements[code]?.state));
  $("[data-fails]").replaceChildren(...fails.map((item) => failRow(item, result.judgements[item.code])));
  $("[data-failed-part]").hidden = !fails.length;
  $("[data-no-fails]").hidden = fails.length > 0;
  const missing = Object.entries(result.missing);
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
  showFigures(result, version.result_model === "points");
  showLists(version, visit, result);
}

addEventListener("hashchange", () => location.reload());
await open(render);
