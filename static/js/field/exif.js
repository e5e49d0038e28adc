// What a JPEG says about itself: its EXIF block, when it was taken, which way is up.

const ORIENTATION = 0x0112;
const MORE = 0x8769;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
const HEAD = 10; // FF E1, length, "Exif", 0, 0: the TIFF part begins after it

const isExif = (view, place) => view.getUint32(place + 4) === 0x45786966;

// The EXIF block of a JPEG (ArrayBuffer, a copy) or null.
export function exifOf(bytes) {
  const view = new DataView(bytes);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let place = 2; place + 8 < view.byteLength; ) {
    const marker = view.getUint16(place);
    const length = view.getUint16(place + 2) + 2;
    if (marker === 0xffe1 && isExif(view, place)) return bytes.slice(place, place + length);
    if (marker === 0xffda || marker < 0xff00) return null;
    place += length;
  }
  return null;
}

// Where the value of each tag stands, of the main list and of the list it points to; damaged lists give what can be read.
function tags(exif) {
  const view = new DataView(exif, HEAD);
  const little = view.getUint16(0) === 0x4949;
  const found = new Map();
  const read = (start) => {
    for (let n = view.getUint16(start, little), at = start + 2; n > 0; n -= 1, at += 12) {
      const inside = view.getUint32(at + 4, little) * (view.getUint16(at + 2, little) === 2 ? 1 : 4) <= 4;
      found.set(view.getUint16(at, little), inside ? at + 8 : view.getUint32(at + 8, little));
    }
  };
  try {
    read(view.getUint32(4, little));
    if (found.has(MORE)) read(view.getUint32(found.get(MORE), little));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { view, little, found };
}

const text = (view, place, length) => String.fromCharCode(...new Uint8Array(view.buffer, HEAD + place, length));

function zoneOf(local) {
  const minutes = -new Date(local).getTimezoneOffset();
  const pad = (figure) => String(Math.floor(Math.abs(figure))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

// ISO time with offset (the phone's own where the camera wrote none), or null.
export function takenIn(exif) {
  try {
    const { view, found } = tags(exif);
    const parts = text(view, found.get(TAKEN), 19).match(/^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/);
    const local = parts && `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`;
    if (!local || Number.isNaN(Date.parse(local))) return null;
    const zone = found.has(OFFSET) ? text(view, found.get(OFFSET), 6) : "";
    return local + (/^[+-]\d\d:\d\d$/.test(zone) ? zone : zoneOf(local));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

// The same block saying that the picture stands upright, as a redrawn copy does.
export function upright(exif) {
  const { view, little, found } = tags(exif);
  if (found.has(ORIENTATION)) view.setUint16(found.get(ORIENTATION), 1, little);
  return exif;
}
