import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { cleanImage, MAX_IMAGE_BYTES } from "./clean-image.ts";

/** What somebody could be found by. */
const CANARY = "Canari Lafontaine +33639981042 12 rue des Tilleuls";
const plain = () => sharp({ create: { width: 60, height: 40, channels: 3, background: "#336699" } });
const exif = {
  IFD0: { Artist: CANARY, ImageDescription: CANARY, Copyright: CANARY, Orientation: "6" },
  IFD2: { UserComment: CANARY },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "45/1 45/1 0/1", GPSAreaInformation: CANARY },
};
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${CANARY}"/></rdf:RDF></x:xmpmeta>`;

/** A chunk of a PNG, as its specification writes it. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Where a PNG's image data end, text that no viewer shows. */
function withText(png: Buffer): Buffer {
  const end = png.length - 12;
  const text = chunk("tEXt", Buffer.from(`Comment\0${CANARY}`, "latin1"));
  return Buffer.concat([png.subarray(0, end), text, png.subarray(end)]);
}

test.for(["jpeg", "png", "webp"] as const)(
  "of a %s the picture is kept, and nothing of what was written beside it",
  async (format) => {
    const told = await plain().withExif(exif).withXmp(xmp).toFormat(format).toBuffer();
    const sent = format === "png" ? withText(told) : told;
    expect(sent.includes(CANARY)).toBe(true);
    const cleaned = await cleanImage(sent);
    if (!cleaned.ok) throw new Error(cleaned.code);
    for (const word of CANARY.split(" ")) expect(cleaned.jpeg.includes(word)).toBe(false);
    const { exif: left, xmp: alsoLeft, iptc, icc, format: written } = await sharp(cleaned.jpeg).metadata();
    expect({ left, alsoLeft, iptc, icc, written }).toMatchObject({ written: "jpeg" });
    expect([left, alsoLeft, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
  },
);

test("a picture taken sideways stands upright", async () => {
  const sideways = await plain().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await cleanImage(sideways)).toMatchObject({ ok: true, width: 40, height: 60 });
  expect(await cleanImage(await plain().jpeg().toBuffer())).toMatchObject({ ok: true, width: 60, height: 40 });
});

test("a large photograph is made smaller, a small one stays as it is", async () => {
  const large = await sharp({ create: { width: 4_000, height: 3_000, channels: 3, background: "#eee" } })
    .jpeg()
    .toBuffer();
  expect(await cleanImage(large)).toMatchObject({ ok: true, width: 2_400, height: 1_800 });
});

test("what is no picture of a phone is refused, and says nothing of why", async () => {
  const whole = await plain().png().toBuffer();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>${CANARY}</text></svg>`;
  const refused = [
    Buffer.alloc(0),
    Buffer.from("not a picture"),
    Buffer.from(svg),
    Buffer.from("%PDF-1.7"),
    whole.subarray(0, whole.length - 30),
    await plain().tiff().toBuffer(),
    await plain().gif().toBuffer(),
  ];
  for (const bytes of refused) expect(await cleanImage(bytes)).toEqual({ ok: false, code: "attachment_unreadable" });
  expect(await cleanImage(whole)).toMatchObject({ ok: true });
});

test("a small file that decodes to more than any camera takes is refused before it is decoded", async () => {
  const side = 60_000;
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.alloc(1_000_000));
  const bomb = Buffer.concat([signature, chunk("IHDR", size), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
  const began = performance.now();
  expect(await cleanImage(bomb)).toEqual({ ok: false, code: "attachment_unreadable" });
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("one byte too many is too many", async () => {
  expect(await cleanImage(Buffer.alloc(MAX_IMAGE_BYTES + 1))).toEqual({ ok: false, code: "attachment_too_large" });
  expect(await cleanImage(Buffer.alloc(MAX_IMAGE_BYTES))).toEqual({ ok: false, code: "attachment_unreadable" });
});

test("whatever is done to a picture is refused or cleaned, and never throws", async () => {
  const whole = withText(await plain().png().toBuffer());
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (place, value) => {
      const bytes = Buffer.from(whole);
      bytes[place] = value;
      const cleaned = await cleanImage(bytes);
      if (cleaned.ok) expect(cleaned.jpeg.includes("Lafontaine")).toBe(false);
    }),
    { numRuns: 60 },
  );
});
