import type { DeskActor } from "./on-case.ts";
import type { CaseId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import { deskUsersById } from "../people/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import { asPersons } from "./on-case.ts";
import { summaryOf } from "./read-case.ts";
import { conflictsOf } from "./rules.ts";
import type { CasePageRow, PersonRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseSummary } from "./wire.ts";
import { PROCEDURES } from "./wire.ts";

export type CaseCursor = { readonly on: string; readonly id: CaseId | "" };
const FIRST: CaseCursor = { on: "-infinity", id: "" };

export function parseCaseCursor(cursor: string): CaseCursor | undefined {
  const [on = "", name = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  const id = parseId("case", name);
  return id === undefined || !/^(\d{4}-\d{2}-\d{2}|infinity)$/.test(on) ? undefined : { on, id };
}

/**
 * Cases, the oldest deadline of the law first; without a word of them. Those in which whoever asks has a conflict of
 * interest are left out: nobody learns from the list that there is a case about them.
 */
export async function listCases(
  run: Query,
  actor: DeskActor,
  {
    limit,
    after = FIRST,
    isClosed,
  }: { readonly limit: number; readonly after?: CaseCursor | undefined; readonly isClosed: boolean },
): Promise<{ readonly items: readonly CaseSummary[]; readonly next: string | null }> {
  const procedures = actor.duty === "rights_officer" ? ["rights_request"] : PROCEDURES;
  const asked = [isClosed, textArray(procedures), after.on, after.id, limit];
  const rows = await run.query<CasePageRow>(sql.SELECT_CASE_PAGE, [TENANT, ...asked]);
  const last = rows.at(-1);
  const next =
    last === undefined || rows.length < limit
      ? null
      : Buffer.from(`${last.order_on} ${last.case_id}`).toString("base64url");
  const [self] = await deskUsersById(run, [actor.id]);
  const ids = textArray(rows.map(({ case_id }) => case_id));
  const concerned = await run.query<PersonRow>(sql.SELECT_CONCERNED, [TENANT, ids]);
  const leads = await run.query<PersonRow>(sql.SELECT_LEADS, [TENANT, ids]);
  const byCase = Map.groupBy([...concerned, ...leads], ({ case_id }) => case_id);
  const mine = { identity: actor.identity, depot: self?.depot };
  const items = rows
    .filter(({ case_id, handler }) => {
      return handler === actor.id || conflictsOf(mine, asPersons(byCase.get(case_id) ?? [])).length === 0;
    })
    .map((row) => summaryOf(row, { handler: row.handler, primary: row.primary_code }));
  return { items, next };
}
