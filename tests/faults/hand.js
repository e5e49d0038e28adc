// The hand on the form: does what a finger does and gives back what the page said to it.
// Put before every page of a fault run; `word` is the page's own data-state once it is at rest.
globalThis.hand = (() => {
  const LONGEST = 20000; // milliseconds that the hand waits for the page; then something hangs
  const MOMENT = 1000; // milliseconds
  const pause = () => new Promise((done) => setTimeout(done, 4));
  const modules = (name) => import(`/static/js/${name}.js`);
  const box = (code) => document.querySelector(`[data-box="${code}"]`);
  const said = () => document.querySelector("[data-saved]")?.dataset.state || "";
  const draft = () => location.hash.slice(1);

  async function until(what, holds) {
    for (const end = performance.now() + LONGEST; !holds(); await pause()) {
      if (performance.now() > end) throw new Error(`stuck: ${what}`);
    }
  }

  async function atRest() {
    const { isWriting } = await modules("pages/saving");
    await until("the page goes on saving", () => !isWriting() && said() !== "saving");
    return said();
  }

  // The server gives 2.010 back as 2.01: for a moment the phone keeps the one and shows the other, which is the same number.
  const plain = (text) => (/^-?\d+\.\d+$/.test(text) ? Number(text) : text);
  const told = (inputs) => Object.entries(inputs || {}).filter(([, text]) => text).map(([name, text]) => `${name} ${plain(text)}`).sort().join();

  // Items that show something else than the phone keeps, with both.
  async function astray() {
    const { load } = await modules("offline/visits");
    const visit = await load(draft());
    const boxes = [...document.querySelectorAll("[data-box]")].map(({ dataset }) => dataset);
    const both = boxes.map(({ box: code, itemId }) => [code, told(shown(code)), told(visit?.items[itemId]?.inputs)]);
    return both.filter(([, seen, kept]) => seen !== kept);
  }

  // What this hand has done must be kept as it is shown, at once; what the network has just brought is shown a moment later.
  async function astrayFor(moment, own) {
    for (const end = performance.now() + moment; ; await pause()) {
      const found = await astray();
      if (performance.now() < end && found.length && !found.some(([code]) => own.includes(code))) continue;
      return found.map(([code, seen, kept]) => `${code} (${seen}; ${kept})`);
    }
  }

  async function result(before) {
    const word = await atRest();
    const own = [before.code, ...(before.done || []).map(({ code }) => code)];
    const differs = word === "not_saved" ? [] : await astrayFor(MOMENT, own);
    return { word, differs: said() === word ? differs : [], draft: draft(), problem: document.querySelector("[data-problem]")?.textContent || "", ...before };
  }

  function shown(code) {
    const values = {};
    for (const input of box(code).querySelectorAll("input, textarea, select")) {
      const name = input.name.slice(code.length + 1);
      if (!name || input.type === "file" || name === "revision") continue;
      if (input.type !== "radio") values[name] = input.value;
      else if (input.checked) values[name] = input.value;
      else values[name] ??= "";
    }
    return values;
  }

  const open = (code) => !box(code).querySelector("input:disabled, textarea:disabled");

  function answer(code, change) {
    if (!open(code)) return null;
    change();
    return { item: box(code).dataset.itemId, inputs: shown(code) };
  }

  function type(code, name, text) {
    const field = document.querySelector(`[name="${code}-${name}"]`);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A finger on what is chosen already changes nothing.
  function tap(code, value) {
    const choice = document.querySelector(`[name="${code}-state"][value="${value}"]`);
    return choice.checked ? null : answer(code, () => choice.click());
  }

  const acts = {
    tap,
    read: (code, value) => answer(code, () => type(code, "reading", value)),
    note: (code, value) => answer(code, () => type(code, "note", value)),
  };

  function act(name, code, value) {
    const done = acts[name](code, value);
    return done ? result({ done: [{ code, ...done }] }) : null;
  }

  // What an item still lacks for handing in: an answer, or a word on why it fails.
  function complete(code) {
    const { state } = box(code).querySelector("[data-item]").dataset;
    const reading = document.querySelector(`[name="${code}-reading"]`);
    if (!state) return reading ? acts.read(code, "7.5") : acts.tap(code, "pass");
    const isBare = state !== "pass" && !document.querySelector(`[name="${code}-note"]`).value && !photos(code).length;
    return isBare ? acts.note(code, "现场所见") : null;
  }

  // Every item that lacks something gets it, one after the other.
  async function rest() {
    const done = [];
    for (const { hidden, dataset } of document.querySelectorAll("[data-box]")) {
      const made = hidden || !open(dataset.box) ? null : complete(dataset.box);
      if (made) done.push({ code: dataset.box, ...made, word: await atRest() });
    }
    return result({ done });
  }

  const photos = (code) => [...box(code).querySelectorAll("[data-photo]")].map((each) => each.dataset.photo);

  // Waits until the files that were just chosen are dealt with, one way or the other.
  async function photo(code, encoded) {
    if (!open(code)) return null;
    const before = photos(code);
    const input = box(code).querySelector("input[type=file]");
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], `${code}.jpg`, { type: "image/jpeg" }));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await atRest();
    const error = [...box(code).querySelectorAll("[data-error]")].map((each) => each.textContent).join(" ");
    return result({ code, item: box(code).dataset.itemId, photos: photos(code).filter((each) => !before.includes(each)), error });
  }

  async function withdraw(code) {
    const first = box(code).querySelector("[data-photo]") || document.querySelector("[data-photo]");
    code = first?.closest("[data-box]").dataset.box;
    if (!first || !open(code)) return null;
    const sha256 = first.dataset.photo;
    first.querySelector("button").click();
    await until("the photo does not open", () => document.querySelector("dialog.viewer"));
    const dialog = document.querySelector("dialog.viewer");
    [...dialog.querySelectorAll("button")].at(-2).click();
    await until("the photo is not taken out", () => !dialog.isConnected);
    return result({ code, item: box(code).dataset.itemId, sha256, gone: !photos(code).includes(sha256) });
  }

  async function submit() {
    document.querySelector("[data-said]").hidden = true;
    const [next, sure] = ["[data-next]", "[data-submit]"].map((each) => () => document.querySelector(each));
    const { next: lacking } = await modules("pages/sheet");
    next().click();
    if (lacking()) return result({});
    await until("handing in asks nothing", sure);
    sure().click();
    await until("handing in says nothing", () => !document.querySelector("[data-said]").hidden); // else the page is left
    return result({});
  }

  return { act, rest, photo, withdraw, submit, result, said };
})();
