// The desk with a keyboard: j and k move, 1 2 3 choose, Enter sends. Everything works without.

const typing = (target) => target.closest("input:not([type=radio]), textarea, select");

function follow(relation) {
  document.querySelector(`a[rel=${relation}]`)?.click();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") follow("next");
  if (event.key === "k") follow("prev");
  const choices = document.querySelectorAll("[data-decision] [name=kind]");
  if (choices[Number(event.key) - 1]) choices[Number(event.key) - 1].click();
  if (event.key === "Enter" && event.target === document.body) document.querySelector("[data-decision]")?.requestSubmit();
}

function openAdjustment(event) {
  if (event.target.name === "kind") document.querySelector("details.adjust").open = event.target.value === "adjust";
}

// The list alone: the page stays where the record and the decision begin.
function showCurrent(item) {
  const list = item?.closest(".desk-list");
  if (list) list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

document.addEventListener("keydown", onKey);
document.addEventListener("change", openAdjustment);
showCurrent(document.querySelector(".desk-items [aria-current]"));
