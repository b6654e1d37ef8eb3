import { randomBytes, timingSafeEqual } from "node:crypto";
import { localNow } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";

/** How long a page may stay open before what is sent from it is asked for once more: a day, so that nobody is hurried. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** Clocks of two nodes may differ by so much. */
const MAX_AHEAD_MS = 5 * 60_000;
const MAC_BYTES = 16;
const TOKEN = /^([A-Za-z0-9_-]{22})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/;

/**
 * What a form carries: 16 random bytes, when it was made, and a keyed hash of both and of what it is for. It shows that
 * the form was one of ours, for this purpose and this visit or report; the same one twice is the same act; and a receipt
 * is made of it. Nothing is stored, and no cookie is needed, so it works while the database is away: the age is told by
 * this machine's own clock.
 *
 * It does not keep a program from asking for forms of its own: whoever may speak up without an account may do it by
 * program. What acts by a cookie is kept from other sites by SameSite and Fetch Metadata besides.
 */
export function formToken(vault: Vault, purpose: string): string {
  const nonce = randomBytes(16).toString("base64url");
  const madeAt = localNow().getTime().toString(36);
  return `${nonce}.${madeAt}.${macOf(vault, purpose, nonce, madeAt).toString("base64url")}`;
}

/**
 * The random part of a token that was made for this purpose and is not too old. `isAnyAge`: however old; who left a page
 * open for days and then speaks up is heard.
 */
export function openForm(
  vault: Vault,
  purpose: string,
  token: string | undefined,
  { isAnyAge = false }: { readonly isAnyAge?: boolean } = {},
): string | undefined {
  const [, nonce = "", madeAt = "", mac = ""] = TOKEN.exec(token ?? "") ?? [];
  const given = Buffer.from(mac, "base64url");
  if (given.length !== MAC_BYTES || given.toString("base64url") !== mac) return undefined;
  if (!timingSafeEqual(given, macOf(vault, purpose, nonce, madeAt))) return undefined;
  const ageMs = localNow().getTime() - Number.parseInt(madeAt, 36);
  const isTooOld = !isAnyAge && ageMs > MAX_AGE_MS;
  return isTooOld || ageMs < -MAX_AHEAD_MS ? undefined : nonce;
}

function macOf(vault: Vault, purpose: string, nonce: string, madeAt: string): Buffer {
  return vault.keyedHash("form", purpose, nonce, madeAt).subarray(0, MAC_BYTES);
}
