import type { Upload, Uploads } from "../../base/route.ts";
import type { Sealed } from "../../base/sealed.ts";
import { seal } from "../../base/sealed.ts";
import { cleanImage, MAX_IMAGE_BYTES } from "./clean-image.ts";

/** What comes with one form: a few screenshots. */
export const PICTURES: Uploads = { maxFiles: 5, maxBytes: MAX_IMAGE_BYTES };

export type Pictures =
  | { readonly ok: true; readonly pictures: readonly Sealed<string>[] }
  | { readonly ok: false; readonly code: "attachment_too_large" | "attachment_unreadable" };

/** The pictures of a form as they may be kept, one after the other: decoding costs memory. All of them, or none. */
export async function readPictures(files: readonly Upload[]): Promise<Pictures> {
  const pictures: Sealed<string>[] = [];
  for (const { bytes, isCut } of files) {
    const cleaned = isCut ? ({ ok: false, code: "attachment_too_large" } as const) : await cleanImage(bytes);
    if (!cleaned.ok) return cleaned;
    pictures.push(seal(cleaned.jpeg.toString("base64")));
  }
  return { ok: true, pictures };
}
