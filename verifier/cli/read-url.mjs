import { unchecked } from "../lib/fault.mjs";

/** @import { Fault } from "../lib/fault.mjs" */

/** For one answer, milliseconds. Too short fails on a slow line; too long lets a server hold the reader. */
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;
const ABSENT = new Set([404, 410]);
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * @param {string} place
 */
export function isUrl(place) {
  return /^https?:\/\//.test(place);
}

/**
 * Reads what is at an address, following redirects within its own host only, up to a size and for a time.
 *
 * @param {string} address
 * @param {number} limit bytes, after decompression
 * @param {string} [auditorKey] sent as a bearer token; never in clear over a network
 * @returns {Promise<Uint8Array | Fault | undefined>} Nothing when the server says there is nothing.
 */
export async function readUrl(address, limit, auditorKey) {
  const url = new URL(address);
  if (auditorKey !== undefined && url.protocol !== "https:" && !LOOPBACK.has(url.hostname)) {
    return unchecked("auditor_key_in_clear", { url: address });
  }
  const headers = auditorKey === undefined ? {} : { authorization: `Bearer ${auditorKey}` };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await follow(url, { headers, redirect: "manual", signal }, limit);
  } catch (error) {
    return unchecked("network_failed", { url: address, reason: reasonOf(error) });
  }
}

/**
 * @param {URL} url
 * @param {RequestInit} request
 * @param {number} limit
 * @returns {Promise<Uint8Array | Fault | undefined>}
 */
async function follow(url, request, limit) {
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await fetch(at, request);
    if (response.status === 200) return readBody(response, at, limit);
    await response.body?.cancel();
    if (ABSENT.has(response.status)) return undefined;
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) {
      return unchecked("network_status", { url: at.href, status: response.status });
    }
    const next = new URL(location, at);
    if (next.origin !== at.origin) return unchecked("network_redirect", { url: at.href });
    at = next;
  }
  return unchecked("network_redirect", { url: url.href });
}

/**
 * @param {Response} response
 * @param {URL} url
 * @param {number} limit
 * @returns {Promise<Uint8Array | Fault>}
 */
async function readBody(response, url, limit) {
  const parts = [];
  let bytes = Number(response.headers.get("content-length") ?? 0);
  if (bytes <= limit) {
    bytes = 0;
    for await (const part of response.body ?? []) {
      bytes += part.length;
      if (bytes > limit) break;
      parts.push(part);
    }
  }
  if (bytes <= limit) return Buffer.concat(parts);
  await response.body?.cancel().catch(() => undefined);
  return unchecked("file_too_large", { path: url.href, bytes, limit });
}

/**
 * The runtime's words for what went wrong; a fault of this program is thrown on.
 * @param {unknown} error
 * @returns {string}
 */
function reasonOf(error) {
  if (!(error instanceof Error)) throw error;
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.name === "TimeoutError" ? "ETIMEDOUT" : error.message;
}
