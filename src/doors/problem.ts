import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../base/text.ts";
import { hasSentence, sentence } from "../base/text.ts";

/** What the door itself says no to, with its status. Rooms bring their own codes and statuses. */
export const DOOR_PROBLEMS = {
  malformed_json: 400,
  invalid_request: 400,
  unauthorized: 401,
  scope_missing: 403,
  duty_missing: 403,
  cross_site: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  idempotency_in_progress: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  overloaded: 429,
  headers_too_large: 431,
  internal_error: 500,
  ledger_unavailable: 503,
} as const;

export type DoorProblem = keyof typeof DOOR_PROBLEMS;

export type FieldError = { readonly field: string; readonly message: string };

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/**
 * A problem document. The sentence comes from the catalogue and never quotes what was sent: a number in an error is
 * a number in somebody's log. `instance` names the request, not its URL: a path may hold a reference, a query a phone.
 * Source: RFC 9457.
 */
export function problemDocument(status: number, code: string, language: Language, instance: string) {
  const key = `refusal.${code}`;
  const detail = hasSentence(key) ? sentence(language, key, {}) : code;
  return { type: `urn:paravent:problem:${code}`, title: code.replaceAll("_", " "), status, code, detail, instance };
}

export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  language: Language,
  more: { readonly [name: string]: unknown } = {},
): FastifyReply {
  // Source: RFC 9110 §11.6.1.
  if (status === 401) reply.header("www-authenticate", "Bearer");
  return reply
    .code(status)
    .header("content-type", PROBLEM_TYPE)
    .send({ ...problemDocument(status, code, language, reply.request.id), ...more });
}

/** The reader's language, as far as we speak it. */
export function languageOf(header: string | undefined): Language {
  const first = /\b(fr|en)\b/i.exec(header ?? "");
  return first?.[1]?.toLowerCase() === "fr" ? "fr" : "en";
}

/** The language chosen on a page (`?lang=`), else the browser's. */
export function readerLanguage(request: FastifyRequest): Language {
  const chosen = chosenLanguage(request.url);
  return chosen ?? languageOf(request.headers["accept-language"]);
}

export function chosenLanguage(url: string): Language | undefined {
  const at = url.indexOf("?");
  const chosen = at < 0 ? null : new URLSearchParams(url.slice(at)).get("lang");
  return chosen === "fr" || chosen === "en" ? chosen : undefined;
}
