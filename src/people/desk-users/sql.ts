import type { Duty } from "../../base/route.ts";
import type { DeskUserId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";

type Language = "fr" | "en";

/** Two invitations to one mail address meet here: the second waits for the first and is refused. */
export const LOCK_EMAIL: Statement = {
  name: "people.lock-email",
  text: "select pg_advisory_xact_lock(hashtextextended('people.desk_user ' || encode($2::bytea, 'hex'), $1::int))",
};

export const SELECT_EMAIL_TAKEN: Statement = {
  name: "people.email-taken",
  text: "select desk_user_id from people.desk_user where email_index = $2 and tenant_id + 0 = $1",
};

export const INSERT_DESK_USER: Statement = {
  name: "people.insert-desk-user",
  text: `insert into people.desk_user (tenant_id, desk_user_id, identity, duty, depot, language, is_active, email_index, email,
      display_name, invitation_hash, invitation_ends_at, created_at)
    values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10, $11, $12)`,
};

const FACTS = "desk_user_id, identity, duty, depot, language, is_active";
export type DeskUserFactsRow = {
  readonly desk_user_id: DeskUserId;
  readonly identity: string;
  readonly duty: Duty;
  readonly depot: string | null;
  readonly language: Language;
  readonly is_active: boolean;
};

export const LOCK_DESK_USER: Statement = {
  name: "people.lock-desk-user",
  text: `select ${FACTS} from people.desk_user where desk_user_id = $2 and tenant_id + 0 = $1 for update`,
};

export const UPDATE_DESK_USER: Statement = {
  name: "people.update-desk-user",
  text: "update people.desk_user set duty = $3, depot = $4, is_active = $5 where desk_user_id = $2 and tenant_id + 0 = $1",
};

/** Whatever they signed in with before opens nothing from now on. */
export const INVITE_AGAIN: Statement = {
  name: "people.invite-again",
  text: `update people.desk_user set invitation_hash = $3, invitation_ends_at = $4, password_hash = null, totp_secret = null,
      totp_step = null, oidc_index = null, accepted_at = null
    where desk_user_id = $2 and tenant_id + 0 = $1`,
};

export const DELETE_PASSKEYS: Statement = {
  name: "people.delete-passkeys",
  text: "delete from people.passkey where desk_user_id = $2 and tenant_id + 0 = $1",
};

export const SELECT_DESK_USERS: Statement = {
  name: "people.desk-users",
  text: `select ${FACTS}, display_name, invitation_ends_at, accepted_at, created_at
    from people.desk_user where tenant_id = $1 order by created_at, desk_user_id`,
};
export type ListedDeskUserRow = DeskUserFactsRow & {
  readonly display_name: Buffer | null;
  readonly invitation_ends_at: Date | null;
  readonly accepted_at: Date | null;
  readonly created_at: Date;
};

export const SELECT_DESK_USERS_BY_ID: Statement = {
  name: "people.desk-users-by-id",
  text: `select ${FACTS} from people.desk_user where desk_user_id = any ($2::text[]) and tenant_id + 0 = $1`,
};

/** Accounts that nobody has come to yet: while the invitation is good, and after. */
export const COUNT_INVITED: Statement = {
  name: "people.count-invited",
  text: `select count(*) filter (where invitation_ends_at > $2)::int as invited,
      count(*) filter (where invitation_ends_at is null or invitation_ends_at <= $2)::int as expired,
      min(invitation_ends_at) filter (where invitation_ends_at > $2) as ends_at
    from people.desk_user where tenant_id = $1 and is_active and accepted_at is null`,
};
export type InvitedRow = { readonly invited: number; readonly expired: number; readonly ends_at: Date | null };

/** What `fsck` compares with entries, block by block. */
export const SELECT_AUDITED_DESK_USERS: Statement = {
  name: "people.audited-desk-users",
  text: `select desk_user_id, duty, is_active, accepted_at is not null as has_accepted, created_at
    from people.desk_user where ctid >= $2::tid and ctid < $3::tid and tenant_id + 0 = $1`,
};
export type AuditedDeskUserRow = {
  readonly desk_user_id: string;
  readonly duty: string;
  readonly is_active: boolean;
  readonly has_accepted: boolean;
  readonly created_at: Date;
};
