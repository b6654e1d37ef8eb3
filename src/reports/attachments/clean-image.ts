import sharp from "sharp";

/** Bytes. A photograph of a phone is 3 to 8 MB; more is a mistake or an attack. */
export const MAX_IMAGE_BYTES = 10_485_760;
/** Pixels. What decodes to more than any phone's camera takes is made to fill memory. */
const MAX_PIXELS = 60_000_000;
/** Pixels a side: a screenshot stays readable, a face in the background gets no sharper. */
const MAX_SIDE = 2_400;
const DECODING_LIMIT_SECONDS = 10;

/** What phones and browsers make of photographs and screenshots. No loader runs for anything else. */
const FORMATS = new Set(["jpeg", "png", "webp"]);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"] });
// Pictures come now and then; decisions on contact share this machine.
sharp.concurrency(1);

export type CleanImage =
  | { readonly ok: true; readonly jpeg: Buffer; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly code: "attachment_too_large" | "attachment_unreadable" };

/**
 * A picture as it looks and nothing else: decoded, turned the way it was taken, and written anew as JPEG. What cameras
 * write beside it (place, time, owner, device, thumbnails, comments, colour profiles with names) is not carried over.
 * Only the first frame of a moving picture is kept.
 *
 * Refuses `attachment_too_large` above `MAX_IMAGE_BYTES`, and `attachment_unreadable` for what is no whole JPEG, PNG or
 * WebP of at most 60 million pixels.
 */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  if (bytes.length > MAX_IMAGE_BYTES) return { ok: false, code: "attachment_too_large" };
  if (bytes.length === 0) return { ok: false, code: "attachment_unreadable" };
  const picture = sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS, pages: 1 });
  try {
    const { format } = await picture.metadata();
    if (!FORMATS.has(format)) return { ok: false, code: "attachment_unreadable" };
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .jpeg({ quality: 85, chromaSubsampling: "4:4:4" })
      .timeout({ seconds: DECODING_LIMIT_SECONDS })
      .toBuffer({ resolveWithObject: true });
    return { ok: true, jpeg: data, width: info.width, height: info.height };
  } catch {
    // The decoder says no in many words, all of them about what a stranger sent: that is the answer, not an accident.
    return { ok: false, code: "attachment_unreadable" };
  }
}
