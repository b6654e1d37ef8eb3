/**
 * Cookies of ours. Scripts cannot read them, they go to this host only, and never with what another site asks for, but
 * for `lax` ones: those go along when somebody follows a link, which a sign-in at another site ends with.
 */
export const DESK_COOKIE = "paravent_desk";
export const STAFF_COOKIE = "paravent_staff";
export const TICKET_COOKIE = "paravent_sign_in";

export type CookieOptions = {
  readonly path?: string;
  readonly maxAgeMs: number;
  readonly isLax?: boolean;
};

export function setCookie(publicUrl: string, name: string, value: string, options: CookieOptions): string {
  const { path = "/", maxAgeMs, isLax = false } = options;
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${Math.floor(maxAgeMs / 1_000)}`, "HttpOnly"];
  parts.push(`SameSite=${isLax ? "Lax" : "Strict"}`);
  if (publicUrl.startsWith("https://")) parts.push("Secure");
  return parts.join("; ");
}

export function clearCookie(publicUrl: string, name: string, path = "/"): string {
  return setCookie(publicUrl, name, "", { path, maxAgeMs: 0 });
}

/** Where a step of a sign-in is sent back to. */
export const TICKET_PATH = "/v1/sign-in";
