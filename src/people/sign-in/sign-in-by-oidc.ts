import { randomBytes, timingSafeEqual } from "node:crypto";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { SignInDeps } from "./deps.ts";
import { emailIndex, oidcIndex } from "./deps.ts";
import { isShutOut, limitOfAddress, lockLimits } from "./limits.ts";
import type { OidcPerson } from "./oidc.ts";
import type { Refused } from "./refuse-sign-in.ts";
import { refuseSignIn } from "./refuse-sign-in.ts";
import { canonicalEmail, isShut } from "./rules.ts";
import type { From, SignedIn } from "./sign-in-by-password.ts";
import { completeSignIn } from "./sign-in-by-password.ts";
import type { AccountRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { openTicket, sealTicket, useTicket } from "./tickets.ts";

export type BeganOidc =
  | { readonly ok: true; readonly ticket: string; readonly url: string }
  | Refused<"provider_missing" | "provider_unavailable" | "sign_in_too_often">;

export type SignedInByOidc = SignedIn | Refused<"provider_missing" | "provider_unavailable">;

export type Callback = {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly iss?: string | undefined;
};

const random = () => randomBytes(32).toString("base64url");

/** Sends the browser to the identity provider. Nothing is kept: what must match later is sealed into a cookie. */
export async function beginOidc({ store, vault, oidc }: SignInDeps, address: string): Promise<BeganOidc> {
  if (oidc === undefined) return { ok: false, code: "provider_missing" };
  if (await isShutOut(store, limitOfAddress(vault, address))) return { ok: false, code: "sign_in_too_often" };
  const step = { state: random(), nonce: random(), verifier: random() };
  const url = await oidc.begin(step);
  if (url === undefined) return { ok: false, code: "provider_unavailable" };
  return { ok: true, url, ticket: sealTicket(vault, "oidc", step, await store.now()) };
}

/**
 * Signs in whom the identity provider names, if they were invited: by the provider's name of them, or the first time by
 * a mail address that the provider has verified. The provider sees to the second factor.
 *
 * A callback counts once: its ticket is used up before the provider is asked.
 */
export async function signInByOidc(deps: SignInDeps, callback: Callback, from: From): Promise<SignedInByOidc> {
  const { store, vault, oidc } = deps;
  if (oidc === undefined) return { ok: false, code: "provider_missing" };
  const address = limitOfAddress(vault, from.address);
  if (await isShutOut(store, address)) return { ok: false, code: "sign_in_too_often" };
  const ticket = openTicket(vault, from.ticket, "oidc", await store.now());
  if (ticket === undefined || !isSame(ticket.state, callback.state ?? "")) return refuse(deps, from);
  if (!(await store.transaction((tx) => useTicket(tx, ticket)))) return refuse(deps, from);
  if (callback.code === undefined) return refuse(deps, from);
  const answer = await oidc.finish({ code: callback.code, issuer: callback.iss }, ticket);
  if (!answer.ok) return answer.code === "provider_unavailable" ? { ok: false, code: answer.code } : refuse(deps, from);
  const index = oidcIndex(vault, oidc.settings.issuer, answer.person.subject);
  return store.transaction(async (tx) => {
    const locked = await lockLimits(tx, [address]);
    const isOpen = !locked.some(({ limit }) => isShut(limit, tx.now));
    const account = await findAccount(tx, deps, index, answer.person);
    const deskUser = account?.desk_user_id;
    if (!isOpen || deskUser === undefined || account?.is_active !== true) {
      return refuseSignIn(tx, locked, { deskUser, step: "oidc" });
    }
    if (account.oidc_index === null) {
      await tx.query(sql.LINK_OIDC, [tx.tenant, deskUser, index, tx.now]);
      await append(tx, [{ event: "people.accept-invitation", deskUser, by: "oidc" }]);
    }
    return completeSignIn(tx, { deskUser, by: "oidc", locked, replaced: from.session });
  });
}

/** An account that is linked to one name at the provider is nobody else's, whatever mail address they bring. */
async function findAccount(
  tx: Tx,
  { vault }: SignInDeps,
  index: Buffer,
  { verifiedEmail }: OidcPerson,
): Promise<AccountRow | undefined> {
  const [linked] = await tx.query<AccountRow>(sql.LOCK_ACCOUNT_OF_OIDC, [tx.tenant, index]);
  if (linked !== undefined || verifiedEmail === undefined) return linked;
  const email = emailIndex(vault, canonicalEmail(verifiedEmail));
  const [invited] = await tx.query<AccountRow>(sql.LOCK_ACCOUNT_OF_EMAIL, [tx.tenant, email]);
  if (invited === undefined || invited.oidc_index !== null) return undefined;
  const isOver = invited.invitation_ends_at !== null && tx.now >= invited.invitation_ends_at;
  return isOver ? undefined : invited;
}

async function refuse({ store, vault }: SignInDeps, { address }: From): Promise<Refused> {
  return store.transaction(async (tx) => {
    const locked = await lockLimits(tx, [limitOfAddress(vault, address)]);
    return refuseSignIn(tx, locked, { step: "oidc" });
  });
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
