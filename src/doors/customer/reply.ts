import { z } from "zod";
import type { Reply } from "../../base/route.ts";
import type { Language } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import type { Setting } from "../../../web/customer/index.ts";
import { ASSET_PATHS } from "./assets.ts";

/** What these pages know of the house they belong to. */
export type PageParts = { readonly company: string | undefined; readonly zone: string };

/** Everything from here, nothing from elsewhere, nothing inline; no device, no frame, no index. */
const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-robots-tag": "noindex, nofollow",
  "cache-control": "no-store",
} as const;

export type PageReply = Extract<Reply, { readonly page: string }>;

export function pageReply(status: number, page: string, headers: Readonly<Record<string, string>> = {}): PageReply {
  return { status, page, headers: { ...HEADERS, ...headers } };
}

/** After something was done: the page that shows it, which may be loaded again without doing it twice. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 303, headers: { ...HEADERS, location, ...headers } };
}

/** `lang` is what was chosen on a page; whatever else stands in an address is nothing to us. */
export const pageQuery = z.object({ lang: z.enum(["fr", "en"]).optional().catch(undefined) });

type Reader = { readonly language: Language; readonly query: z.output<typeof pageQuery> };

export function settingOf(parts: PageParts, { language, query }: Reader, path: string): Setting {
  return settingIn(parts, { language, isLanguageChosen: query.lang !== undefined, path });
}

export function settingIn(
  { company, zone }: PageParts,
  reader: Pick<Setting, "language" | "isLanguageChosen" | "path">,
): Setting {
  const say: Setting["say"] = (key, values) => sentence(reader.language, key, values ?? {});
  return { ...reader, say, company, zone, assets: ASSET_PATHS };
}

const MAX_FIELDS = 60;
const MAX_FIELD_NAME = 60;

/**
 * The fields of a form as they were typed. Nothing that a person wrote is refused for how it is written: what is too
 * long is cut, what no text may hold is left out, and an empty field is no field.
 */
export function formBody(maxText: number) {
  return z
    .record(z.string(), z.string())
    .optional()
    .transform((fields = {}): { readonly [name: string]: string | undefined } =>
      Object.fromEntries(
        Object.entries(fields)
          .filter(([name, text]) => name.length <= MAX_FIELD_NAME && text.trim() !== "")
          .slice(0, MAX_FIELDS)
          .map(([name, text]) => [name, cleaned(text, maxText)]),
      ),
    );
}

function cleaned(text: string, maxText: number): string {
  const shown = text.replaceAll("\r\n", "\n").replace(/(?![\n\t])\p{Cc}/gu, "");
  return shown.slice(0, maxText).toWellFormed().trim();
}
