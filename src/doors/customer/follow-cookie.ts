import { timingSafeEqual } from "node:crypto";
import type { ReportId } from "../../base/ids.ts";
import { parseId } from "../../base/ids.ts";
import { setCookie } from "../../people/index.ts";
import { localNow } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";

export const FOLLOW_COOKIE = "paravent_visit";
/** Renewed by each page: so long nobody touches the device, and the words are asked for again. */
const LIFE_MS = 30 * 60_000;
const MAC_BYTES = 16;

/**
 * What lets somebody read on after they typed their words: which report, until when, and a keyed hash of both. Its name
 * says nothing. Nothing is stored; leaving drops it from the browser, and what was copied before ends by itself.
 */
export function followCookie(vault: Vault, publicUrl: string, report: ReportId): string {
  const endsAt = (localNow().getTime() + LIFE_MS).toString(36);
  const value = `${report}.${endsAt}.${macOf(vault, report, endsAt).toString("base64url")}`;
  return setCookie(publicUrl, FOLLOW_COOKIE, value, { maxAgeMs: LIFE_MS });
}

export function openFollowCookie(vault: Vault, value: string | undefined): ReportId | undefined {
  const [id = "", endsAt = "", mac = "", more] = (value ?? "").split(".");
  const report = parseId("report", id);
  if (report === undefined || more !== undefined || !/^[0-9a-z]{1,11}$/.test(endsAt)) return undefined;
  const given = Buffer.from(mac, "base64url");
  if (given.length !== MAC_BYTES || !timingSafeEqual(given, macOf(vault, report, endsAt))) return undefined;
  return Number.parseInt(endsAt, 36) > localNow().getTime() ? report : undefined;
}

function macOf(vault: Vault, report: ReportId, endsAt: string): Buffer {
  return vault.keyedHash("form", "follow-cookie", report, endsAt).subarray(0, MAC_BYTES);
}
