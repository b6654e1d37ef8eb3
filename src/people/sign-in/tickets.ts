import { hash, randomBytes } from "node:crypto";
import type { DeskUserId } from "../../base/ids.ts";
import { openSealed } from "../../base/sealed.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { TICKET_MS } from "./rules.ts";
import * as sql from "./sql.ts";

/**
 * How far a sign-in has come, sealed into a cookie: nothing is kept for whoever begins one and goes away. `challenge` is
 * what a passkey signs, `invitation` and `password` are hashes.
 */
type Steps = {
  readonly second: { readonly deskUser: DeskUserId; readonly passwordTag: string; readonly challenge: string };
  readonly accept: {
    readonly deskUser: DeskUserId;
    readonly invitation: string;
    readonly passwordHash: string;
    readonly totpSecret: string;
    readonly challenge: string;
  };
  readonly oidc: { readonly state: string; readonly nonce: string; readonly verifier: string };
};
export type StepName = keyof Steps;
export type Ticket<S extends StepName> = Steps[S] & {
  readonly step: S;
  readonly id: string;
  /** Unix time, ms. */
  readonly endsAtMs: number;
};

/** Characters. What does not fit a cookie is none of ours. */
const MAX_TICKET_CHARACTERS = 4_000;

export function sealTicket<S extends StepName>(vault: Vault, step: S, data: Steps[S], now: Date): string {
  const id = randomBytes(16).toString("base64url");
  const ticket = { ...data, step, id, endsAtMs: now.getTime() + TICKET_MS };
  return vault.sealForTenant("signIn", JSON.stringify(ticket)).toString("base64url");
}

/** Undefined: not ours, of another step, or over. */
export function openTicket<S extends StepName>(
  vault: Vault,
  cookie: string | undefined,
  step: S,
  now: Date,
): Ticket<S> | undefined {
  if (cookie === undefined || cookie.length > MAX_TICKET_CHARACTERS) return undefined;
  const opened = vault.openForTenant("signIn", Buffer.from(cookie, "base64url"));
  if (opened === undefined) return undefined;
  // Only this house seals: what opens has the shape that was sealed.
  const ticket = JSON.parse(openSealed(opened)) as Ticket<S>;
  return ticket.step === step && now.getTime() < ticket.endsAtMs ? ticket : undefined;
}

/** A ticket counts once, on whichever node. False: it was used before. */
export async function useTicket(tx: Tx, { id, endsAtMs }: Ticket<StepName>): Promise<boolean> {
  const used = await tx.query(sql.USE_TICKET, [tx.tenant, hash("sha256", id, "buffer"), new Date(endsAtMs)]);
  return used.length > 0;
}
