// The hand on the form: does what a finger does and gives back what the page said to it.
// Put before every page of a fault run; `word` is the page's own data-state once it is at rest.
globalThis.hand = (() => {
  const pause = () => new Promise((done) => setTimeout(done, 4));
  const modules = (name) => import(`/static/js/${name}.js`);
  const box = (code) => document.querySelector(`[data-box="${code}"]`);
  const said = () => document.querySelector("[data-saved]")?.dataset.state || "";
  const draft = () => location.hash.slice(1);

  async function atRest() {
    const { isWriting } = await modules("pages/saving");
    while (isWriting() || said() === "saving") await pause();
    return said();
  }

  async function result(before) {
    const word = await atRest();
    return { word, draft: draft(), problem: document.querySelector("[data-problem]")?.textContent || "", ...before };
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

  // Every item that is not answered yet is answered, one after the other.
  async function rest() {
    const done = [];
    for (const each of document.querySelectorAll("[data-box]")) {
      const code = each.dataset.box;
      if (each.hidden || each.querySelector("[data-item]").dataset.state || !open(code)) continue;
      const reading = each.querySelector(`[name="${code}-reading"]`);
      const made = reading ? acts.read(code, "7.5") : acts.tap(code, "pass");
      done.push({ code, ...made, word: await atRest() });
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
    while (!document.querySelector("dialog.viewer")) await pause();
    const dialog = document.querySelector("dialog.viewer");
    [...dialog.querySelectorAll("button")].at(-2).click();
    while (dialog.isConnected) await pause();
    return result({ code, item: box(code).dataset.itemId, sha256, gone: !photos(code).includes(sha256) });
  }

  async function submit() {
    document.querySelector("[data-problem]").hidden = true;
    document.querySelector("[data-submit]").click();
    while (document.querySelector("[data-problem]").hidden) await pause(); // else the page is left
    return result({});
  }

  return { act, rest, photo, withdraw, submit, result, said };
})();

// What the phone keeps, and the queue by hand.
globalThis.phone = (() => {
  const modules = (name) => import(`/static/js/offline/${name}.js`);

  async function hold() {
    const { all, setting } = await modules("db");
    const [account, visits, packets, receipts, bytes] = await Promise.all([
      setting("account"), all("visits"), all("packets"), all("receipts"), all("bytes"),
    ]);
    const sizes = bytes.map(({ sha256, size, bytes: raw }) => ({ sha256, size, here: raw?.byteLength ?? -1 }));
    const { state } = await modules("news");
    return { account: account?.id || null, error: state.last_error, visits, packets, receipts, bytes: sizes };
  }

  // By hand, the quiet time over.
  async function wake() {
    const [{ setting }, { freeze }, queue] = await Promise.all([modules("db"), modules("packets"), modules("queue")]);
    const account = (await setting("account"))?.id;
    if (account) await freeze(account, Date.now() + 4000);
    await queue.wake("hand");
  }

  // Another tab may be sending just now; then this one waits for it.
  async function untilRest(seconds) {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await wake();
      const { account, visits } = await hold();
      if (visits.every(({ account: own, seq, acked_seq }) => own !== account || seq === acked_seq)) return true;
      await new Promise((done) => setTimeout(done, 50));
    }
    return false;
  }

  const mine = async () => (await (await modules("visits")).list((await (await modules("db")).setting("account")).id)).map(({ id }) => id);

  return { hold, wake, untilRest, mine };
})();
