// Reading a QR code with the camera, where the browser can.

const next = () => new Promise((done) => requestAnimationFrame(done));

async function look(video, stopped) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  while (!stopped()) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) return found.rawValue;
    await next();
  }
  return "";
}

/** The text of the first code seen; empty when the dialog is closed before. The camera is let go in any case. */
export async function scan(video, dialog) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    return await look(video, () => !dialog.open);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
    video.srcObject = null;
  }
}
