import type { DeskUserId } from "../../base/ids.ts";
import type { Duty } from "../../base/route.ts";
import { openSealed } from "../../base/sealed.ts";
import type { Query } from "../../store/index.ts";
import { TENANT, textArray } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { DeskUserFactsRow, InvitedRow, ListedDeskUserRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type DeskUserFacts = {
  readonly deskUser: DeskUserId;
  readonly identity: string;
  readonly duty: Duty;
  readonly depot: string | undefined;
  readonly isActive: boolean;
  readonly language: "fr" | "en";
};

/** Who is not there is left out. */
export async function deskUsersById(run: Query, ids: readonly DeskUserId[]): Promise<readonly DeskUserFacts[]> {
  const rows = await run.query<DeskUserFactsRow>(sql.SELECT_DESK_USERS_BY_ID, [TENANT, textArray(ids)]);
  return rows.map(({ desk_user_id, identity, duty, depot, is_active, language }) => ({
    deskUser: desk_user_id,
    identity,
    duty,
    depot: depot ?? undefined,
    isActive: is_active,
    language,
  }));
}

/** Everybody who ever had an account, oldest first, with their names and without their mail addresses. */
export async function readDeskUsers(run: Query, vault: Vault) {
  const rows = await run.query<ListedDeskUserRow>(sql.SELECT_DESK_USERS, [TENANT]);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.desk_user_id,
      personReference: row.identity,
      duty: row.duty,
      displayName: await readName(run, vault, row),
      depot: row.depot,
      language: row.language,
      isActive: row.is_active,
      hasAccepted: row.accepted_at !== null,
      invitedUntil: row.invitation_ends_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    })),
  );
}

/** The same for their colleagues, by the company's own reference: names stay in the vault. */
export async function readColleagues(run: Query) {
  const rows = await run.query<ListedDeskUserRow>(sql.SELECT_DESK_USERS, [TENANT]);
  return rows.map((row) => ({
    id: row.desk_user_id,
    personReference: row.identity,
    duty: row.duty,
    isActive: row.is_active,
  }));
}

async function readName(run: Query, vault: Vault, row: ListedDeskUserRow): Promise<string | null> {
  const { desk_user_id: deskUser, display_name: sealed } = row;
  if (sealed === null) return null;
  const [name] = await vault.openRecord(run, deskUser, [{ part: "name", sealed }]);
  return name === undefined ? null : openSealed(name);
}

/** How many accounts nobody has come to yet, whose invitation is good or is over. */
export async function countInvited(run: Query, now: Date): Promise<InvitedRow> {
  const [row] = await run.query<InvitedRow>(sql.COUNT_INVITED, [TENANT, now]);
  return row ?? { invited: 0, expired: 0, ends_at: null };
}
