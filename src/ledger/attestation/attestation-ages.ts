import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { AgeRow } from "./sql.ts";
import { SELECT_ANCHOR_AGES, SELECT_WITNESSED_AGES } from "./sql.ts";

export type Age = { readonly log: string; readonly seconds: number };

/** How long ago enough witnesses saw each open log; its own age when they never did. */
export function witnessedAges(run: Query): Promise<readonly Age[]> {
  return readAges(run, SELECT_WITNESSED_AGES);
}

/** How long ago the last day began (UTC) on which each open log was stamped; its own age when it never was. */
export function anchorAges(run: Query): Promise<readonly Age[]> {
  return readAges(run, SELECT_ANCHOR_AGES);
}

async function readAges(run: Query, statement: typeof SELECT_ANCHOR_AGES): Promise<readonly Age[]> {
  const rows = await run.query<AgeRow>(statement, [TENANT]);
  return rows.map(({ log, seconds }) => ({ log, seconds: seconds ?? 0 }));
}
