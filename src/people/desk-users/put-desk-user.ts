import { randomBytes } from "node:crypto";
import type { DeskUserId, KeyId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import { seal } from "../../base/sealed.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { emailIndex, invitationHash } from "../sign-in/deps.ts";
import { canonicalEmail, INVITATION_MS } from "../sign-in/rules.ts";
import { endSessionsOf } from "../sign-in/sessions.ts";
import type { DeskUserFactsRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { DeskUserChange, DeskUserRefusal, DeskUserRequest } from "./wire.ts";

/** Who makes or changes an account: an admin, a machine of the company, or whoever runs commands on the machine. */
export type Appointer =
  | { readonly kind: "desk"; readonly deskUser: DeskUserId; readonly identity: string }
  | { readonly kind: "machine"; readonly keyId: KeyId | string }
  | { readonly kind: "operator" };

type Refused<C extends DeskUserRefusal> = { readonly ok: false; readonly code: C };
export type Invited = { readonly ok: true; readonly id: DeskUserId; readonly invitation: string };

/**
 * Makes an account for somebody of the desk. Nobody can sign in to it before the invitation, which is shown once and
 * kept as a keyed hash, was accepted. Mail address and name are sealed under a key of their own.
 *
 * Refuses `own_account`: an admin does not give themselves another one; `email_taken`.
 */
export async function inviteDeskUser(
  tx: Tx,
  vault: Vault,
  request: DeskUserRequest,
  by: Appointer,
): Promise<Invited | Refused<"email_taken" | "own_account">> {
  const { personReference: identity, duty, depot = null, language } = request;
  if (isOwn(by, identity)) return { ok: false, code: "own_account" };
  const email = canonicalEmail(request.email);
  const index = emailIndex(vault, email);
  await tx.query(sql.LOCK_EMAIL, [tx.tenant, index]);
  await tx.readClock();
  if ((await tx.query(sql.SELECT_EMAIL_TAKEN, [tx.tenant, index])).length > 0)
    return { ok: false, code: "email_taken" };
  const id = newId("deskUser");
  const sealed = await vault.sealRecord(tx, id, { part: "email", text: seal(email) });
  const name = request.displayName;
  const sealedName = name === undefined ? null : await vault.sealRecord(tx, id, { part: "name", text: seal(name) });
  const { invitation, hashed, endsAt } = newInvitation(tx, vault);
  const facts = [identity, duty, depot, language, index, sealed, sealedName, hashed, endsAt, tx.now];
  await tx.query(sql.INSERT_DESK_USER, [tx.tenant, id, ...facts]);
  await record(tx, by, { id, duty, isActive: true, isInvited: true });
  return { ok: true, id, invitation };
}

function newInvitation(tx: Tx, vault: Vault) {
  const invitation = randomBytes(32).toString("base64url");
  const endsAt = new Date(tx.now.getTime() + INVITATION_MS);
  return { invitation, hashed: invitationHash(vault, invitation), endsAt };
}

function isOwn(by: Appointer, identity: string): boolean {
  return by.kind === "desk" && by.identity === identity;
}

/** Invites somebody anew who lost what they sign in with, or came too late. All that opened their account is forgotten. */
export async function inviteAgain(
  tx: Tx,
  vault: Vault,
  id: DeskUserId,
  by: Appointer,
): Promise<Invited | Refused<"own_account" | "desk_user_closed"> | undefined> {
  const [user] = await tx.query<DeskUserFactsRow>(sql.LOCK_DESK_USER, [tx.tenant, id]);
  if (user === undefined) return undefined;
  if (isOwn(by, user.identity)) return { ok: false, code: "own_account" };
  if (!user.is_active) return { ok: false, code: "desk_user_closed" };
  await tx.readClock();
  const { invitation, hashed, endsAt } = newInvitation(tx, vault);
  await tx.query(sql.INVITE_AGAIN, [tx.tenant, id, hashed, endsAt]);
  await tx.query(sql.DELETE_PASSKEYS, [tx.tenant, id]);
  await endSessionsOf(tx, { deskUser: id }, "changed");
  await record(tx, by, { id, duty: user.duty, isActive: true, isInvited: true });
  return { ok: true, id, invitation };
}

/**
 * Gives an account another duty or depot, closes it, or opens it again. Its sessions end: whoever works on signs in
 * under the new duty. Undefined: there is no such account. Refuses `own_account`.
 */
export async function changeDeskUser(
  tx: Tx,
  id: DeskUserId,
  change: DeskUserChange,
  by: Appointer,
): Promise<{ readonly ok: true } | Refused<"own_account"> | undefined> {
  const [before] = await tx.query<DeskUserFactsRow>(sql.LOCK_DESK_USER, [tx.tenant, id]);
  if (before === undefined) return undefined;
  if (isOwn(by, before.identity)) return { ok: false, code: "own_account" };
  await tx.readClock();
  const { duty = before.duty, isActive = before.is_active, depot = before.depot } = change;
  if (duty === before.duty && isActive === before.is_active && depot === before.depot) return { ok: true };
  await tx.query(sql.UPDATE_DESK_USER, [tx.tenant, id, duty, depot, isActive]);
  await endSessionsOf(tx, { deskUser: id }, "changed");
  await record(tx, by, { id, duty, isActive, isInvited: false });
  return { ok: true };
}

type Facts = {
  readonly id: DeskUserId;
  readonly duty: string;
  readonly isActive: boolean;
  readonly isInvited: boolean;
};

async function record(tx: Tx, by: Appointer, { id, duty, isActive, isInvited }: Facts): Promise<void> {
  const whom = by.kind === "desk" ? by.deskUser : by.kind === "machine" ? by.keyId : "operator";
  await append(tx, [{ event: "people.put-desk-user", deskUser: id, duty, isActive, isInvited, by: whom }]);
}
