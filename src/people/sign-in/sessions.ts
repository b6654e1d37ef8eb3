import { hash, randomBytes } from "node:crypto";
import type { DeskUserId, SessionId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { DeskCaller, StaffCaller } from "../../base/route.ts";
import type { Store, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { DESK_COOKIE, STAFF_COOKIE } from "./cookies.ts";
import { DESK_IDLE_MS, DESK_SESSION_MS, SEEN_EVERY_MS, STAFF_SESSION_MS } from "./rules.ts";
import type { SessionRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type Began = "invitation" | "totp" | "passkey" | "oidc" | "code";
export type EndReason = "sign_out" | "revoked" | "replaced" | "changed";
type Owner = { readonly deskUser: DeskUserId } | { readonly staff: StaffId };

export type NewSession = { readonly id: SessionId; readonly token: string; readonly lastsMs: number };

export type Cookies = { readonly [name: string]: string | undefined };
/** A request, as far as it says who makes it. */
type Request = { readonly cookies: Cookies; readonly headers?: unknown };

/** 256 random bits. */
const TOKEN = /^[\w-]{43}$/;

function hashToken(token: string): Buffer {
  return hash("sha256", token, "buffer");
}

/** As PostgreSQL reads an interval. */
export function interval(ms: number): string {
  return `${ms} milliseconds`;
}

/**
 * Says whose session a cookie is. Asks the database each time, so that a session that was ended, or an account that was
 * closed or given another duty, counts from the next request on, on every node.
 */
export class Sessions {
  readonly #store: Pick<Store, "query">;

  constructor(store: Pick<Store, "query">) {
    this.#store = store;
  }

  /** Whoever is signed in: of the desk, else of the staff. Undefined: nobody, or not any more. */
  async callerOf(request: Request): Promise<DeskCaller | StaffCaller | undefined> {
    return (await this.deskOf(request)) ?? (await this.staffOf(request));
  }

  async deskOf({ cookies }: Request): Promise<DeskCaller | undefined> {
    const row = await this.#find(cookies[DESK_COOKIE]);
    if (row === undefined || row.desk_user_id === null) return undefined;
    const { desk_user_id: deskUser, identity, duty, session_id: session } = row;
    return { kind: "desk", deskUser, identity, duty, session };
  }

  async staffOf({ cookies }: Request): Promise<StaffCaller | undefined> {
    const row = await this.#find(cookies[STAFF_COOKIE]);
    if (row === undefined || row.staff_id === null) return undefined;
    return { kind: "staff", staff: row.staff_id, session: row.session_id };
  }

  async #find(token: string | undefined): Promise<SessionRow | undefined> {
    if (token === undefined || !TOKEN.test(token)) return undefined;
    const asked = [TENANT, hashToken(token), interval(DESK_IDLE_MS), interval(SEEN_EVERY_MS)];
    const [row] = await this.#store.query<SessionRow>(sql.SELECT_SESSION, asked);
    if (row?.is_stale === true) await this.#store.query(sql.SEE_SESSION, [TENANT, row.session_id]);
    return row;
  }
}

/** A session under a token that nobody had before. The caller records it in the same transaction. */
export async function beginSession(tx: Tx, owner: Owner, by: Began): Promise<NewSession> {
  const id = newId("session");
  const token = randomBytes(32).toString("base64url");
  const [deskUser, staff] = "deskUser" in owner ? [owner.deskUser, null] : [null, owner.staff];
  const lastsMs = deskUser === null ? STAFF_SESSION_MS : DESK_SESSION_MS;
  const endsAt = new Date(tx.now.getTime() + lastsMs);
  await tx.query(sql.INSERT_SESSION, [tx.tenant, id, hashToken(token), deskUser, staff, by, tx.now, endsAt]);
  return { id, token, lastsMs };
}

/** False: it was over already, or never there. */
export async function endSession(tx: Tx, session: SessionId, reason: EndReason): Promise<boolean> {
  return (await tx.query(sql.END_SESSION, [tx.tenant, session, tx.now, reason])).length > 0;
}

/** Whoever signs in again on one browser leaves no session behind: what an attacker may have planted ends too. */
export async function endReplaced(tx: Tx, token: string | undefined): Promise<void> {
  if (token === undefined || !TOKEN.test(token)) return;
  await tx.query(sql.END_SESSION_OF_TOKEN, [tx.tenant, hashToken(token), tx.now, "replaced"]);
}

/** How many ended. */
export async function endSessionsOf(tx: Tx, owner: Owner, reason: EndReason): Promise<number> {
  const [statement, id] =
    "deskUser" in owner ? [sql.END_SESSIONS_OF_DESK_USER, owner.deskUser] : [sql.END_SESSIONS_OF_STAFF, owner.staff];
  return (await tx.query(statement, [tx.tenant, id, tx.now, reason])).length;
}
