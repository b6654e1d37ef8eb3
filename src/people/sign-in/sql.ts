import type { DeskUserId, SessionId, StaffId } from "../../base/ids.ts";
import type { Duty } from "../../base/route.ts";
import type { Statement } from "../../store/index.ts";

// Sessions -----------------------------------------------------------------------------------------------------

export const INSERT_SESSION: Statement = {
  name: "people.insert-session",
  text: `insert into people.session (tenant_id, session_id, token_hash, desk_user_id, staff_id, began_by, began_at, seen_at, ends_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
};

/** Asked with every request: nothing of it is remembered, so that an end counts at once, on every node. */
export const SELECT_SESSION: Statement = {
  name: "people.session",
  text: `select s.session_id, s.desk_user_id, s.staff_id, u.identity, u.duty, s.seen_at < c.now - $4::interval as is_stale
    from people.session s
    cross join (select store.act_time($1) as now) c
    left join people.desk_user u on u.desk_user_id = s.desk_user_id and u.tenant_id + 0 = s.tenant_id
    where s.token_hash = $2 and s.tenant_id + 0 = $1 and coalesce(s.ended_at, 'infinity') = 'infinity' and s.ends_at > c.now
      and (s.staff_id is not null or (u.is_active and s.seen_at > c.now - $3::interval))`,
};
export type SessionRow = { readonly session_id: SessionId; readonly is_stale: boolean } & (
  | {
      readonly desk_user_id: DeskUserId;
      readonly staff_id: null;
      readonly identity: string;
      readonly duty: Duty;
    }
  | { readonly desk_user_id: null; readonly staff_id: StaffId }
);

export const SEE_SESSION: Statement = {
  name: "people.see-session",
  text: `update people.session set seen_at = greatest(seen_at, store.act_time($1))
    where session_id = $2 and tenant_id + 0 = $1 and coalesce(ended_at, 'infinity') = 'infinity'`,
};

const ENDED = "update people.session set ended_at = $3, end_reason = $4";
/** Looked up by key: the index of sessions in force would do for the planner too, from one end to the other. */
const NOT_ENDED = "coalesce(ended_at, 'infinity') = 'infinity'";
const STILL_BY_KEY = `and tenant_id + 0 = $1 and ${NOT_ENDED} and ends_at > $3 returning session_id`;
const STILL_THERE = "and tenant_id + 0 = $1 and ended_at is null and ends_at > $3 returning session_id";
export const END_SESSION: Statement = {
  name: "people.end-session",
  text: `${ENDED} where session_id = $2 ${STILL_BY_KEY}`,
};
export const END_OWN_SESSION: Statement = {
  name: "people.end-own-session",
  text: `${ENDED} where session_id = $2 and desk_user_id = $5 ${STILL_BY_KEY}`,
};
export const END_SESSION_OF_STAFF: Statement = {
  name: "people.end-session-of-staff",
  text: `${ENDED} where session_id = $2 and staff_id = $5 ${STILL_BY_KEY}`,
};
export const END_SESSION_OF_TOKEN: Statement = {
  name: "people.end-session-of-token",
  text: `${ENDED} where token_hash = $2 ${STILL_BY_KEY}`,
};
export const END_SESSIONS_OF_DESK_USER: Statement = {
  name: "people.end-sessions-of-desk-user",
  text: `${ENDED} where desk_user_id = $2 ${STILL_THERE}`,
};
export const END_SESSIONS_OF_STAFF: Statement = {
  name: "people.end-sessions-of-staff",
  text: `${ENDED} where staff_id = $2 ${STILL_THERE}`,
};

const LISTED = `select s.session_id, s.desk_user_id, s.staff_id, s.began_by, s.began_at, s.seen_at, s.ends_at
    from people.session s
    cross join (select store.act_time($1) as now) c`;
const IN_FORCE = `s.ended_at is null and s.ends_at > c.now and (s.staff_id is not null or s.seen_at > c.now - $2::interval)`;
export const SELECT_SESSIONS: Statement = {
  name: "people.sessions",
  text: `${LISTED} where s.tenant_id = $1 and ${IN_FORCE} order by s.began_at desc, s.session_id limit $3`,
};
export const SELECT_SESSIONS_OF_DESK_USER: Statement = {
  name: "people.sessions-of-desk-user",
  text: `${LISTED} where s.desk_user_id = $4 and s.tenant_id + 0 = $1 and ${IN_FORCE}
    order by s.began_at desc, s.session_id limit $3`,
};
export const SELECT_SESSIONS_OF_STAFF: Statement = {
  name: "people.sessions-of-staff",
  text: `${LISTED} where s.staff_id = $4 and s.tenant_id + 0 = $1 and ${IN_FORCE}
    order by s.began_at desc, s.session_id limit $3`,
};
export type ListedSessionRow = {
  readonly session_id: SessionId;
  readonly desk_user_id: DeskUserId | null;
  readonly staff_id: StaffId | null;
  readonly began_by: "invitation" | "totp" | "passkey" | "oidc" | "code";
  readonly began_at: Date;
  readonly seen_at: Date;
  readonly ends_at: Date;
};

export const FORGET_SESSIONS: Statement = {
  name: "people.forget-sessions",
  text: "delete from people.session where ends_at < $2 and tenant_id + 0 = $1",
};

// Limits -------------------------------------------------------------------------------------------------------

/** In one order for everybody; made first, so that two tries of one account always wait for each other. */
export const LOCK_LIMITS: Statement = {
  name: "people.lock-limits",
  text: `insert into people.sign_in_limit as l (tenant_id, limit_key, failures, failed_at, shut_until)
    select $1, k.limit_key, 0, $3, $3 from unnest($2::bytea[]) as k (limit_key) order by k.limit_key
    on conflict (limit_key, tenant_id) do update set failures = l.failures
    returning limit_key, failures, failed_at, shut_until`,
};
export type LimitRow = {
  readonly limit_key: Buffer;
  readonly failures: number;
  readonly failed_at: Date;
  readonly shut_until: Date;
};

export const SET_LIMITS: Statement = {
  name: "people.set-limits",
  text: `update people.sign_in_limit l set failures = n.failures, failed_at = n.failed_at, shut_until = n.shut_until
    from unnest($2::bytea[], $3::int[], $4::timestamptz[], $5::timestamptz[]) as n (limit_key, failures, failed_at, shut_until)
    where l.limit_key = n.limit_key and l.tenant_id + 0 = $1`,
};

export const SELECT_SHUT: Statement = {
  name: "people.is-shut",
  text: `select limit_key from people.sign_in_limit
    where limit_key = $2 and tenant_id + 0 = $1 and shut_until > store.act_time($1)`,
};

export const FORGET_LIMITS: Statement = {
  name: "people.forget-limits",
  text: "delete from people.sign_in_limit where failed_at < $2 and shut_until < $3 and tenant_id + 0 = $1",
};

// Tickets ------------------------------------------------------------------------------------------------------

export const USE_TICKET: Statement = {
  name: "people.use-ticket",
  text: `insert into people.used_ticket (tenant_id, ticket_hash, ends_at) values ($1, $2, $3)
    on conflict do nothing returning ticket_hash`,
};

export const FORGET_TICKETS: Statement = {
  name: "people.forget-tickets",
  text: "delete from people.used_ticket where ends_at < $2 and tenant_id + 0 = $1",
};

// Accounts -----------------------------------------------------------------------------------------------------

const ACCOUNT = `select u.desk_user_id, u.is_active, u.password_hash, u.totp_secret, u.totp_step, u.oidc_index, u.invitation_hash,
      u.invitation_ends_at,
      exists (select from people.passkey p where p.desk_user_id = u.desk_user_id and p.tenant_id + 0 = $1) as has_passkey
    from people.desk_user u`;
export type AccountRow = {
  readonly desk_user_id: DeskUserId;
  readonly is_active: boolean;
  readonly password_hash: string | null;
  readonly totp_secret: Buffer | null;
  readonly totp_step: number | null;
  readonly oidc_index: Buffer | null;
  readonly invitation_hash: Buffer | null;
  readonly invitation_ends_at: Date | null;
  readonly has_passkey: boolean;
};

export const SELECT_ACCOUNT_OF_EMAIL: Statement = {
  name: "people.account-of-email",
  text: `${ACCOUNT} where u.email_index = $2 and u.tenant_id + 0 = $1`,
};
export const LOCK_ACCOUNT_OF_EMAIL: Statement = {
  name: "people.lock-account-of-email",
  text: `${ACCOUNT} where u.email_index = $2 and u.tenant_id + 0 = $1 for update of u`,
};
export const LOCK_ACCOUNT: Statement = {
  name: "people.lock-account",
  text: `${ACCOUNT} where u.desk_user_id = $2 and u.tenant_id + 0 = $1 for update of u`,
};
export const LOCK_ACCOUNT_OF_OIDC: Statement = {
  name: "people.lock-account-of-oidc",
  text: `${ACCOUNT} where u.oidc_index = $2 and u.tenant_id + 0 = $1 for update of u`,
};
export const SELECT_ACCOUNT_OF_INVITATION: Statement = {
  name: "people.account-of-invitation",
  text: `${ACCOUNT} where u.invitation_hash = $2 and u.tenant_id + 0 = $1`,
};

export const SELECT_EMAIL_INDEX: Statement = {
  name: "people.email-index",
  text: "select email_index from people.desk_user where desk_user_id = $2 and tenant_id + 0 = $1",
};

export const SELECT_SEALED_EMAIL: Statement = {
  name: "people.sealed-email",
  text: "select email from people.desk_user where desk_user_id = $2 and tenant_id + 0 = $1",
};

export const ACCEPT_INVITATION: Statement = {
  name: "people.accept-invitation",
  text: `update people.desk_user set invitation_hash = null, invitation_ends_at = null, accepted_at = $3, password_hash = $4,
      totp_secret = $5, totp_step = $6
    where desk_user_id = $2 and tenant_id + 0 = $1`,
};

export const LINK_OIDC: Statement = {
  name: "people.link-oidc",
  text: `update people.desk_user set oidc_index = $3, accepted_at = coalesce(accepted_at, $4), invitation_hash = null,
      invitation_ends_at = null
    where desk_user_id = $2 and tenant_id + 0 = $1`,
};

export const USE_TOTP_STEP: Statement = {
  name: "people.use-totp-step",
  text: "update people.desk_user set totp_step = $3 where desk_user_id = $2 and tenant_id + 0 = $1",
};

export const SELECT_PASSKEYS: Statement = {
  name: "people.passkeys",
  text: `select credential_id, public_key, use_count, transports from people.passkey
    where desk_user_id = $2 and tenant_id + 0 = $1 order by created_at, credential_id`,
};
export type PasskeyRow = {
  readonly credential_id: Buffer;
  readonly public_key: Buffer;
  readonly use_count: number;
  readonly transports: readonly string[];
};

export const INSERT_PASSKEY: Statement = {
  name: "people.insert-passkey",
  text: `insert into people.passkey (tenant_id, credential_id, desk_user_id, public_key, use_count, transports, created_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};

/** A count that does not grow is a copy of the device; those that do not count stay at zero. */
export const COUNT_PASSKEY: Statement = {
  name: "people.count-passkey",
  text: `update people.passkey set use_count = $4
    where credential_id = $2 and desk_user_id = $3 and tenant_id + 0 = $1 and (use_count < $4 or (use_count = 0 and $4 = 0))
    returning credential_id`,
};
