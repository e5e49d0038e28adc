// Reading a code with the camera, where the browser can; elsewhere it is said, and the code is typed in the form.

import { ask, complaint } from "./dialog.js";
import { button, make } from "./element.js";

const EVERY = 200; // ms between two looks

async function detector() {
  if (!("BarcodeDetector" in globalThis)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());

// One use of the camera: whatever ends it first, the tracks are stopped, also when permission comes after the person left.
class Look {
  constructor(video) {
    this.video = video;
    this.ended = false;
    this.stream = null;
  }

  async start() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (this.ended) return stop(stream);
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
  }

  async read(eye) {
    while (!this.ended) {
      const found = await eye.detect(this.video).catch(() => []); // a frame that is not there yet
      if (found[0]?.rawValue) return found[0].rawValue;
      await new Promise((done) => setTimeout(done, EVERY));
    }
    return null;
  }

  end() {
    this.ended = true;
    stop(this.stream);
    this.video.srcObject = null;
  }
}

async function look(camera, words, answer, say) {
  const eye = await detector();
  if (!eye) return say(words.no_detector);
  try {
    await camera.start();
  } catch {
    return camera.ended || say(words.no_camera);
  }
  const text = camera.ended ? null : await camera.read(eye);
  if (text) answer(text);
}

// Resolves the text of a QR code, or null.
export async function scan(words) {
  const video = make("video", { className: "scan-video", muted: true, playsInline: true, "aria-label": words.scan_video });
  const camera = new Look(video);
  const [said, tell] = complaint();
  const hint = make("p", { className: "hint", textContent: words.scan_look });
  const say = (sentence) => {
    video.hidden = hint.hidden = true;
    tell(sentence);
  };
  try {
    return await ask(words.scan_title, (answer) => {
      look(camera, words, answer, say);
      return [hint, video, said, button(words.cancel, () => answer(null))];
    });
  } finally {
    camera.end();
  }
}
