import type { SessionId } from "../../base/ids.ts";
import type { StaffCaller } from "../../base/route.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { DESK_IDLE_MS } from "../sign-in/rules.ts";
import { interval } from "../sign-in/sessions.ts";
import type { ListedSessionRow } from "../sign-in/sql.ts";
import { END_SESSION_OF_STAFF, SELECT_SESSIONS_OF_STAFF } from "../sign-in/sql.ts";

/** More devices than anybody has. */
const MAX_LISTED = 100;

/** A staff member's devices that are signed in, the latest first. */
export async function listOwnSessions(run: Query, { staff, session }: StaffCaller) {
  const asked = [TENANT, interval(DESK_IDLE_MS), MAX_LISTED, staff];
  const rows = await run.query<ListedSessionRow>(SELECT_SESSIONS_OF_STAFF, asked);
  return rows.map((row) => ({
    id: row.session_id,
    isOwn: row.session_id === session,
    beganAt: row.began_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
  }));
}

/** Ends one of one's own: a phone that was lost. False: there is no such session of theirs. */
export async function revokeOwnSession(tx: Tx, { staff }: StaffCaller, session: SessionId): Promise<boolean> {
  const ended = await tx.query(END_SESSION_OF_STAFF, [tx.tenant, session, tx.now, "revoked", staff]);
  if (ended.length === 0) return false;
  await append(tx, [{ event: "people.revoke-session", session, by: staff }]);
  return true;
}
