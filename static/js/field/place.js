// Where the phone is. A watch keeps the last fix, so that a photo does not wait for the satellites.

const FRESH = 60_000; // ms; an older fix says where the phone was, not where it is
const EXACT = { enableHighAccuracy: true, maximumAge: FRESH };

let last = null;
let number = null;
const waiting = new Set();

const age = (fix) => Date.now() - fix.timestamp;

// Numbers travel as decimal text, never as 1e-7.
function written({ coords, timestamp }) {
  return {
    latitude: coords.latitude.toFixed(7),
    longitude: coords.longitude.toFixed(7),
    accuracy: coords.accuracy.toFixed(1),
    at: new Date(timestamp).toISOString(),
  };
}

function settle(fix) {
  for (const done of waiting) done(fix);
  waiting.clear();
}

function found(fix) {
  last = fix;
  settle(fix);
}

function failed(error) {
  if (error.code === error.PERMISSION_DENIED) {
    stop();
    settle(null);
  }
}

// Begins to follow the phone; asked for once, however often it is called.
export function watch() {
  if (number !== null || !navigator.geolocation) return;
  number = navigator.geolocation.watchPosition(found, failed, EXACT);
}

function stop() {
  if (number !== null) navigator.geolocation.clearWatch(number);
  number = null;
}

function next(timeout) {
  return new Promise((done) => {
    waiting.add(done);
    setTimeout(() => waiting.delete(done) && done(null), timeout); // our own: the browser's does not count its question
  });
}

// {latitude, longitude, accuracy, at} as text, or null when none comes in time (ms) or none may be asked for.
export async function place(timeout = 3000) {
  if (!navigator.geolocation) return null;
  if (last && age(last) < FRESH) return written(last);
  const watched = number !== null;
  const coming = next(timeout);
  watch();
  const fix = await coming;
  if (!watched) stop();
  return fix && written(fix);
}

let paused = false;
document.addEventListener("visibilitychange", () => {
  if (document.hidden && number !== null) paused = (stop(), true); // a phone in the pocket saves its battery
  else if (!document.hidden && paused) paused = (watch(), false);
});
