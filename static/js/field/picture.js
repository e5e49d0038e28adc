// Pictures between bytes and canvas. Bytes are ArrayBuffers: a stored File may come back empty.

const MAGIC = {
  "image/jpeg": /^\xff\xd8\xff/,
  "image/png": /^\x89PNG/,
  "image/webp": /^RIFF[^]{4}WEBP/,
  "image/heic": /^[^]{4}ftyp(heic|heix|hevc|mif1|msf1)/,
};

// The file is no photo that can be read (or has no bytes: empty).
export class NotAPhoto extends Error {
  constructor(file, empty = false) {
    super(`not a photo: ${file}`);
    Object.assign(this, { name: "NotAPhoto", file, empty });
  }
}

export function typeOf(bytes) {
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)));
  return Object.keys(MAGIC).find((type) => MAGIC[type].test(head)) ?? "";
}

// An <img> turns the picture the right way up in every browser; createImageBitmap does not. Without a type no SVG is run.
export async function decoded(bytes, name, use) {
  if (!bytes.byteLength) throw new NotAPhoto(name, true);
  const address = URL.createObjectURL(new Blob([bytes]));
  const picture = Object.assign(new Image(), { src: address });
  try {
    await picture.decode().catch(() => {
      throw new NotAPhoto(name);
    });
    return await use(picture);
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // JPEG knows no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function bytesOf(canvas, type = "image/jpeg", quality = 0.85) {
  const blob = await new Promise((done) => canvas.toBlob(done, type, quality));
  return blob.arrayBuffer();
}
