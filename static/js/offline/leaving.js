// A page that is left may be frozen by the browser (WebKit) and come back later. What it holds then, nobody else on this
// phone can have: it lets go at once, waits until it is back, and goes on with what was under way.

let here = new AbortController(); // aborted when the page is left
let back = Promise.resolve();
let wake = null;

/** The signal that is aborted when the page is left. */
export const staying = () => here.signal;

/** Done when the page is here, or here again. */
export const present = () => back;

const onFrozen = (turn, work) => addEventListener(turn, ({ persisted }) => persisted && work());
export const onLeave = (work) => onFrozen("pagehide", work);
export const onReturn = (work) => onFrozen("pageshow", work);

onLeave(() => {
  if (here.signal.aborted) return;
  back = new Promise((done) => (wake = done));
  here.abort();
});

onReturn(() => {
  here = new AbortController();
  wake?.();
});

// Settled with the work, or at once when the page is left.
const unlessLeft = (working, signal) =>
  new Promise((done, fail) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", done);
    working.then(done, fail).finally(() => signal.removeEventListener("abort", done));
  });

/**
 * The value of `work(lock)`, done under the lock of that name. When the page is left the lock goes to others at once, and the
 * work ends without it: the store refuses a change that another page has overtaken, the server a packet that it has.
 */
export async function locked(name, work, options) {
  for (;;) {
    await present();
    const signal = staying();
    let working = null;
    const begin = (lock) => (working = Promise.resolve(work(lock)));
    const hold = (lock) => (signal.aborted ? null : unlessLeft(begin(lock), signal)); // granted in the moment of leaving
    try {
      await navigator.locks.request(name, options || { signal }, hold); // no browser takes a signal beside ifAvailable
    } catch (error) {
      if (working || !signal.aborted) throw error;
    }
    if (working) return working;
  }
}
