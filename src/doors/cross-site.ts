import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request that changes something was made by a page of another site, in the browser of somebody who is signed
 * in here. A browser says where a request was made, by one header or the other; what says neither is refused too.
 *
 * `publicUrl` MUST be the address people reach this server at. To be asked for every method but GET, with a cookie.
 * Source: OWASP CSRF Prevention (Fetch Metadata, standard headers); RFC 6454 §7.
 */
export function isCrossSite(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  if (headers["sec-fetch-site"] === "same-origin") return false;
  return headers.origin !== new URL(publicUrl).origin;
}

/**
 * Whether a browser says that a request was made by a page of another site. What does not say is let through: a form
 * that anybody may send is not refused to an old browser, and there is no cookie to misuse.
 */
export function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  return site === "cross-site" || site === "same-site";
}
