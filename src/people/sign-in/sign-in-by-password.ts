import { hash } from "node:crypto";
import type { DeskUserId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import { realNow, TENANT } from "../../store/index.ts";
import { append } from "../../ledger/index.ts";
import { openSealed } from "../../base/sealed.ts";
import type { SignInDeps } from "./deps.ts";
import { emailIndex } from "./deps.ts";
import type { LockedLimit } from "./limits.ts";
import { forgiveAccount, isShutOut, limitOfAccount, limitOfAddress, lockLimits } from "./limits.ts";
import { newChallenge, readUsedPasskey, requestOptions } from "./passkeys.ts";
import type { Refused } from "./refuse-sign-in.ts";
import { refuseSignIn } from "./refuse-sign-in.ts";
import { canonicalEmail, isShut } from "./rules.ts";
import type { Began, NewSession } from "./sessions.ts";
import { beginSession, endReplaced } from "./sessions.ts";
import type { AccountRow, PasskeyRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Ticket } from "./tickets.ts";
import { openTicket, sealTicket, useTicket } from "./tickets.ts";
import { totpStep } from "./totp.ts";

export type Method = "totp" | "passkey";
export type FirstStep =
  | { readonly ok: true; readonly ticket: string; readonly methods: readonly Method[] }
  | Refused<"sign_in_refused" | "sign_in_too_often">;

/** Where a request comes from, with what its browser holds already. */
export type From = {
  readonly address: string;
  readonly ticket: string | undefined;
  readonly session: string | undefined;
};

export type SignedIn =
  | { readonly ok: true; readonly deskUser: DeskUserId; readonly session: NewSession }
  | Refused<"sign_in_refused" | "sign_in_expired" | "sign_in_too_often">;

const TOO_OFTEN = { ok: false, code: "sign_in_too_often" } as const;
const EXPIRED = { ok: false, code: "sign_in_expired" } as const;

/**
 * The first factor. Nobody is signed in by it: it gives a ticket for the second.
 *
 * A wrong password, an account that does not exist, was closed, has not been accepted, or is locked get one answer, after
 * the same work: a hash is computed in every case, and the same statements run.
 */
export async function checkPassword(
  deps: SignInDeps,
  { email, password, address }: { readonly email: string; readonly password: string; readonly address: string },
): Promise<FirstStep> {
  const { store, vault, passwords } = deps;
  const index = emailIndex(vault, canonicalEmail(email));
  const counted = [limitOfAccount(vault, index.toString("hex")), limitOfAddress(vault, address)];
  if (await isShutOut(store, counted[1] as (typeof counted)[0])) return TOO_OFTEN;
  const [before] = await store.query<AccountRow>(sql.SELECT_ACCOUNT_OF_EMAIL, [TENANT, index]);
  const isRight = await passwords.isRight(before?.password_hash ?? null, password);
  if (isRight === undefined) return TOO_OFTEN;
  return store.transaction(async (tx) => {
    const locked = await lockLimits(tx, counted);
    const [account] = await tx.query<AccountRow>(sql.LOCK_ACCOUNT_OF_EMAIL, [tx.tenant, index]);
    const isStill = account?.password_hash === before?.password_hash && account?.is_active === true;
    const isOpen = !locked.some(({ limit }) => isShut(limit, tx.now));
    if (account === undefined || !isRight || !isStill || !isOpen) {
      return refuseSignIn(tx, locked, { deskUser: account?.desk_user_id, step: "password" });
    }
    const { desk_user_id: deskUser, password_hash: passwordHash } = account;
    const step = { deskUser, passwordTag: tagOf(passwordHash), challenge: newChallenge() };
    const methods: readonly Method[] = [
      ...(account.totp_secret === null ? [] : (["totp"] as const)),
      ...(account.has_passkey ? (["passkey"] as const) : []),
    ];
    return { ok: true, ticket: sealTicket(vault, "second", step, tx.now), methods } as const;
  });
}

/** Binds a ticket to the password it was given for: a new one ends it. */
function tagOf(passwordHash: string | null): string {
  return hash("sha256", passwordHash ?? "", "base64url").slice(0, 22);
}

/** The second factor, by a code of their authenticator. */
export async function signInByTotp(deps: SignInDeps, code: string, from: From): Promise<SignedIn> {
  return secondFactor(deps, from, "totp", async (tx, account) => {
    const { desk_user_id: deskUser, totp_secret: sealed, totp_step: lastStep } = account;
    if (sealed === null || lastStep === null) return false;
    const [secret] = await deps.vault.openRecord(tx, deskUser, [{ part: "totp", sealed }]);
    if (secret === undefined) return false;
    const step = await totpStep(openSealed(secret), code, { realNow: await realNow(tx), lastStep });
    if (step !== undefined) await tx.query(sql.USE_TOTP_STEP, [tx.tenant, deskUser, step]);
    return step !== undefined;
  });
}

/** What a browser is asked for. Undefined: no ticket, or no passkey. */
export async function passkeyOptions({ store, vault, site }: SignInDeps, cookie: string | undefined) {
  const ticket = openTicket(vault, cookie, "second", await store.now());
  if (ticket === undefined) return undefined;
  const passkeys = await store.query<PasskeyRow>(sql.SELECT_PASSKEYS, [TENANT, ticket.deskUser]);
  return passkeys.length === 0 ? undefined : requestOptions(site, passkeys, ticket.challenge);
}

/** The second factor, by a passkey that signs the ticket's challenge. */
export async function signInByPasskey(deps: SignInDeps, credential: unknown, from: From): Promise<SignedIn> {
  return secondFactor(deps, from, "passkey", async (tx, { desk_user_id: deskUser }, { challenge }) => {
    const passkeys = await tx.query<PasskeyRow>(sql.SELECT_PASSKEYS, [tx.tenant, deskUser]);
    const used = await readUsedPasskey(deps.site, passkeys, challenge, credential);
    if (used === undefined) return false;
    const values = [tx.tenant, used.credentialId, deskUser, used.useCount];
    return (await tx.query(sql.COUNT_PASSKEY, values)).length > 0;
  });
}

type Check = (tx: Tx, account: AccountRow, ticket: Ticket<"second">) => Promise<boolean>;

async function secondFactor(deps: SignInDeps, from: From, by: Method, isRight: Check): Promise<SignedIn> {
  const { store, vault } = deps;
  const address = limitOfAddress(vault, from.address);
  if (await isShutOut(store, address)) return TOO_OFTEN;
  const ticket = openTicket(vault, from.ticket, "second", await store.now());
  if (ticket === undefined) return EXPIRED;
  return store.transaction(async (tx) => {
    const [found] = await tx.query<{ email_index: Buffer }>(sql.SELECT_EMAIL_INDEX, [tx.tenant, ticket.deskUser]);
    if (found === undefined) return EXPIRED;
    const locked = await lockLimits(tx, [limitOfAccount(vault, found.email_index.toString("hex")), address]);
    const [account] = await tx.query<AccountRow>(sql.LOCK_ACCOUNT, [tx.tenant, ticket.deskUser]);
    if (account?.is_active !== true || tagOf(account.password_hash) !== ticket.passwordTag) return EXPIRED;
    const isOpen = !locked.some(({ limit }) => isShut(limit, tx.now));
    if (!isOpen || !(await isRight(tx, account, ticket))) {
      return refuseSignIn(tx, locked, { deskUser: ticket.deskUser, step: by });
    }
    if (!(await useTicket(tx, ticket))) return EXPIRED;
    return completeSignIn(tx, { deskUser: ticket.deskUser, by, locked, replaced: from.session });
  });
}

/** Signs somebody in: a session of a new name, recorded. What cannot be recorded does not commit. */
export async function completeSignIn(
  tx: Tx,
  {
    deskUser,
    by,
    locked,
    replaced,
  }: {
    readonly deskUser: DeskUserId;
    readonly by: Began;
    readonly locked: readonly LockedLimit[];
    readonly replaced: string | undefined;
  },
): Promise<{ readonly ok: true; readonly deskUser: DeskUserId; readonly session: NewSession }> {
  await endReplaced(tx, replaced);
  await forgiveAccount(tx, locked);
  const session = await beginSession(tx, { deskUser }, by);
  await append(tx, [{ event: "people.sign-in", deskUser, session: session.id, by }]);
  return { ok: true, deskUser, session };
}
