import type { SessionId } from "../../base/ids.ts";
import type { DeskCaller } from "../../base/route.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { DESK_IDLE_MS } from "./rules.ts";
import { endSession, interval } from "./sessions.ts";
import type { ListedSessionRow } from "./sql.ts";
import * as sql from "./sql.ts";

const MAX_LISTED = 500;

/** Sessions in force, the latest first: their own, and to an admin everybody's. At most 500. */
export async function listSessions(run: Query, caller: DeskCaller) {
  const isAdmin = caller.duty === "admin";
  const asked = [TENANT, interval(DESK_IDLE_MS), MAX_LISTED];
  const rows = isAdmin
    ? await run.query<ListedSessionRow>(sql.SELECT_SESSIONS, asked)
    : await run.query<ListedSessionRow>(sql.SELECT_SESSIONS_OF_DESK_USER, [...asked, caller.deskUser]);
  return rows.map((row) => ({
    id: row.session_id,
    deskUser: row.desk_user_id,
    staff: row.staff_id,
    by: row.began_by,
    isOwn: row.session_id === caller.session,
    beganAt: row.began_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
  }));
}

/** Ends one's own session, or as an admin anybody's. False: there is no such session, or it is not theirs to end. */
export async function revokeSession(tx: Tx, caller: DeskCaller, session: SessionId): Promise<boolean> {
  const isEnded =
    caller.duty === "admin"
      ? await endSession(tx, session, "revoked")
      : (await tx.query(sql.END_OWN_SESSION, [tx.tenant, session, tx.now, "revoked", caller.deskUser])).length > 0;
  if (!isEnded) return false;
  await append(tx, [{ event: "people.revoke-session", session, by: caller.deskUser }]);
  return true;
}

export async function signOut(tx: Tx, caller: DeskCaller): Promise<void> {
  if (!(await endSession(tx, caller.session, "sign_out"))) return;
  await append(tx, [{ event: "people.sign-out", deskUser: caller.deskUser, session: caller.session }]);
}
