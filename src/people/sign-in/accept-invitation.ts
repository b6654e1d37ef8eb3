import type { DeskUserId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import type { Tx } from "../../store/index.ts";
import { realNow, TENANT } from "../../store/index.ts";
import type { SignInDeps } from "./deps.ts";
import { invitationHash } from "./deps.ts";
import type { LockedLimit } from "./limits.ts";
import { isShutOut, limitOfAddress, lockLimits } from "./limits.ts";
import type { NewPasskey } from "./passkeys.ts";
import { creationOptions, newChallenge, readNewPasskey } from "./passkeys.ts";
import type { Refused } from "./refuse-sign-in.ts";
import { refuseSignIn } from "./refuse-sign-in.ts";
import { isShut, judgePassword } from "./rules.ts";
import { endSessionsOf } from "./sessions.ts";
import type { From, SignedIn } from "./sign-in-by-password.ts";
import { completeSignIn } from "./sign-in-by-password.ts";
import type { AccountRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Ticket } from "./tickets.ts";
import { openTicket, sealTicket, useTicket } from "./tickets.ts";
import { newTotpSecret, totpEnrolment, totpStep } from "./totp.ts";

export type Enrolment =
  | {
      readonly ok: true;
      readonly ticket: string;
      readonly totp: { readonly secret: string; readonly uri: string };
      readonly passkey: Awaited<ReturnType<typeof creationOptions>>;
    }
  | Refused<"invitation_invalid" | "password_too_easy" | "sign_in_too_often">;

const TOO_OFTEN = { ok: false, code: "sign_in_too_often" } as const;
const EXPIRED = { ok: false, code: "sign_in_expired" } as const;

/**
 * The first step of whoever was invited: a password, and what a second factor is made of. Nothing is kept yet: the
 * invitation is used up by the second step, which shows that the factor works.
 */
export async function beginAccepting(
  deps: SignInDeps,
  {
    invitation,
    password,
    address,
  }: { readonly invitation: string; readonly password: string; readonly address: string },
): Promise<Enrolment> {
  const { store, vault, site } = deps;
  const counted = limitOfAddress(vault, address);
  if (await isShutOut(store, counted)) return TOO_OFTEN;
  const hashed = invitationHash(vault, invitation);
  const [account] = await store.query<AccountRow>(sql.SELECT_ACCOUNT_OF_INVITATION, [TENANT, hashed]);
  if (account === undefined || !isInvited(account, await store.now())) {
    await store.transaction(async (tx) => {
      await refuseSignIn(tx, await lockLimits(tx, [counted]), { deskUser: account?.desk_user_id, step: "invitation" });
    });
    return { ok: false, code: "invitation_invalid" };
  }
  const email = await readEmail(deps, account);
  const code = judgePassword(password, email);
  if (code !== undefined) return { ok: false, code };
  const passwordHash = await deps.passwords.hash(password);
  if (passwordHash === undefined) return TOO_OFTEN;
  const { desk_user_id: deskUser } = account;
  const [totpSecret, challenge] = [newTotpSecret(), newChallenge()];
  const step = { deskUser, invitation: hashed.toString("base64url"), passwordHash, totpSecret, challenge };
  return {
    ok: true,
    ticket: sealTicket(vault, "accept", step, await store.now()),
    totp: totpEnrolment(totpSecret, email),
    passkey: await creationOptions(site, deskUser, challenge),
  };
}

function isInvited({ is_active: isActive, invitation_ends_at: endsAt }: AccountRow, now: Date): boolean {
  return isActive && endsAt !== null && now < endsAt;
}

async function readEmail({ store, vault }: SignInDeps, { desk_user_id: deskUser }: AccountRow): Promise<string> {
  const [row] = await store.query<{ email: Buffer }>(sql.SELECT_SEALED_EMAIL, [TENANT, deskUser]);
  const [email] =
    row === undefined ? [] : await vault.openRecord(store, deskUser, [{ part: "email", sealed: row.email }]);
  if (email === undefined) throw new Error(`could not open the mail address of ${deskUser}`);
  return openSealed(email);
}

/** The second step, with an authenticator. */
export async function acceptWithTotp(deps: SignInDeps, code: string, from: From): Promise<SignedIn> {
  return accept(deps, from, "totp", async (tx, { deskUser, totpSecret }) => {
    const step = await totpStep(totpSecret, code, { realNow: await realNow(tx), lastStep: 0 });
    if (step === undefined) return undefined;
    const text = seal(totpSecret);
    return { totp: { sealed: await deps.vault.sealRecord(tx, deskUser, { part: "totp", text }), step } };
  });
}

/** The second step, with a passkey. */
export async function acceptWithPasskey(deps: SignInDeps, credential: unknown, from: From): Promise<SignedIn> {
  return accept(deps, from, "passkey", async (_tx, { challenge }) => {
    const passkey = await readNewPasskey(deps.site, challenge, credential);
    return passkey === undefined ? undefined : { passkey };
  });
}

type Factor = { readonly totp: { readonly sealed: Buffer; readonly step: number } } | { readonly passkey: NewPasskey };
type Read = (tx: Tx, ticket: Ticket<"accept">) => Promise<Factor | undefined>;

async function accept(deps: SignInDeps, from: From, step: "totp" | "passkey", read: Read): Promise<SignedIn> {
  const { store, vault } = deps;
  const counted = limitOfAddress(vault, from.address);
  if (await isShutOut(store, counted)) return TOO_OFTEN;
  const ticket = openTicket(vault, from.ticket, "accept", await store.now());
  if (ticket === undefined) return EXPIRED;
  return store.transaction(async (tx) => {
    const locked = await lockLimits(tx, [counted]);
    const [account] = await tx.query<AccountRow>(sql.LOCK_ACCOUNT, [tx.tenant, ticket.deskUser]);
    if (account === undefined || !isInvited(account, tx.now)) return EXPIRED;
    if (account.invitation_hash?.toString("base64url") !== ticket.invitation) return EXPIRED;
    const isOpen = !locked.some(({ limit }) => isShut(limit, tx.now));
    const factor = isOpen ? await read(tx, ticket) : undefined;
    if (factor === undefined) return refuseSignIn(tx, locked, { deskUser: ticket.deskUser, step });
    if (!(await useTicket(tx, ticket))) return EXPIRED;
    await keepFactor(tx, ticket, factor);
    return finish(tx, { deskUser: ticket.deskUser, step, locked, from });
  });
}

async function keepFactor(tx: Tx, { deskUser, passwordHash }: Ticket<"accept">, factor: Factor): Promise<void> {
  const [sealed, step] = "totp" in factor ? [factor.totp.sealed, factor.totp.step] : [null, null];
  await tx.query(sql.ACCEPT_INVITATION, [tx.tenant, deskUser, tx.now, passwordHash, sealed, step]);
  if (!("passkey" in factor)) return;
  const { credentialId, publicKey, useCount, transports } = factor.passkey;
  await tx.query(sql.INSERT_PASSKEY, [tx.tenant, credentialId, deskUser, publicKey, useCount, transports, tx.now]);
}

type Accepted = {
  readonly deskUser: DeskUserId;
  readonly step: "totp" | "passkey";
  readonly locked: readonly LockedLimit[];
  readonly from: From;
};

async function finish(tx: Tx, { deskUser, step, locked, from }: Accepted) {
  await endSessionsOf(tx, { deskUser }, "changed");
  await append(tx, [{ event: "people.accept-invitation", deskUser, by: step }]);
  return completeSignIn(tx, { deskUser, by: "invitation", locked, replaced: from.session });
}
