// The result of a visit as this phone knows it: what is answered, what lacks, the points so far, what does not conform.

import { get } from "../../offline/db.js";
import { load } from "../../offline/visits.js";
import { preview } from "../../scoring/preview.js";
import { contextOf } from "../context.js";
import { open } from "./frame.js";
import { $, ago, copy, line, say, show } from "./words.js";

const FAILED = ["fail", "partial"];
const data = (name) => JSON.parse($(`[data-${name}]`).getAttribute(`data-${name}`));

function answersOf(version, visit) {
  const live = (photos = []) => photos.filter(({ withdrawn }) => !withdrawn).length;
  const pairs = version.items.map(({ id, code }) => [code, visit.items[id]]).filter(([, item]) => item);
  return Object.fromEntries(pairs.map(([code, { inputs, photos }]) => [code, { inputs, photos: live(photos) }]));
}

// The items as the scorer wants them: the clause by its path, sections where the version names none.
function standardOf(version) {
  const items = version.items.map((item) => ({ ...item, clause: item.clause?.path ?? item.clause }));
  return { ...version, items, model: version.result_model ?? version.model };
}

function judge(version, visit, site) {
  const attributes = { ...site?.attributes, ...visit.attributes };
  const judging = { sentences: data("sentences"), calendar: data("calendar") };
  return preview(standardOf(version), answersOf(version, visit), { ...contextOf(visit, judging), attributes });
}

function failRow(item, judgement) {
  const row = copy("fail", { code: item.code, question: item.question, because: judgement.because || "" });
  const state = $("[data-state]", row);
  state.textContent = say(judgement.state);
  if (judgement.state === "partial") state.className = "badge badge-due";
  const { text, path, number } = typeof item.clause === "object" ? item.clause : { path: item.clause };
  show($("[data-clause]", row), text);
  $("[data-source]", row).textContent = [number, path && say("path", { path })].filter(Boolean).join(" ");
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

function showFigures({ answered, total, missing, interval, judgements }, isPoints) {
  const fails = Object.values(judgements).filter((each) => FAILED.includes(each?.state)).length;
  $("[data-answered]").textContent = `${answered} / ${total}`;
  $("[data-unanswered]").textContent = total - answered;
  $("[data-failed]").textContent = fails;
  for (const element of document.querySelectorAll("[data-points-row]")) element.hidden = !interval || !isPoints;
  $("[data-points]").textContent = interval || "–";
  return Object.keys(missing).length;
}

function showLists(version, visit, result) {
  const fails = version.items.filter(({ code }) => FAILED.includes(result.judgements[code]?.state));
  $("[data-fails]").replaceChildren(...fails.map((item) => failRow(item, result.judgements[item.code])));
  $("[data-failed-part]").hidden = !fails.length;
  $("[data-no-fails]").hidden = fails.length > 0;
  $("[data-missing]").replaceChildren(...Object.entries(result.missing).map(([code, needs]) => missingRow(visit, code, needs)));
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
  const result = judge(version, visit, visit.site && (await get("sites", [account.id, visit.site.id])));
  showFigures(result, (version.result_model ?? version.model) === "points");
  showLists(version, visit, result);
}

addEventListener("hashchange", () => location.reload());
await open(render);
