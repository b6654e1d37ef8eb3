import type { ImportId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";

export const INSERT_IMPORT: Statement = {
  name: "missions.insert-import",
  text: `insert into missions.import (tenant_id, import_id, begun_by, mapping, is_dry_run, started_at, seen_at)
    values ($1, $2, $3, $4, $5, $6, $6)`,
};

/** By the act's clock: a test moves it. */
export const UPDATE_IMPORT: Statement = {
  name: "missions.update-import",
  text: `update missions.import set rows = $3, accepted = $4, rejected = $5, state = $6, seen_at = store.act_time($1),
      ended_at = case when $6 = 'running' then null else store.act_time($1) end
    where import_id = $2 and tenant_id + 0 = $1`,
};

/** Whoever begins one forgets those that nobody asks for any more. */
export const FORGET_IMPORTS: Statement = {
  name: "missions.forget-imports",
  text: "delete from missions.import where started_at < $2 and tenant_id + 0 = $1",
};

const IMPORT =
  "import_id, begun_by, mapping, is_dry_run, state, rows, accepted, rejected, started_at, seen_at, ended_at";
export const SELECT_IMPORT: Statement = {
  name: "missions.import",
  text: `select ${IMPORT} from missions.import where import_id = $2 and tenant_id + 0 = $1`,
};
export const SELECT_IMPORTS: Statement = {
  name: "missions.imports",
  text: `select ${IMPORT} from missions.import where tenant_id = $1 order by started_at desc, import_id desc limit $2`,
};
export type ImportRecordRow = {
  readonly import_id: ImportId;
  readonly begun_by: string | null;
  readonly mapping: string;
  readonly is_dry_run: boolean;
  readonly state: "running" | "done" | "failed";
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly ended_at: Date | null;
};

/** Imports since `$2`, no dry runs, that left rows out or broke off; `$3`: one not heard of since has broken off. */
export const COUNT_FAULTY_IMPORTS: Statement = {
  name: "missions.count-faulty-imports",
  text: `select count(*)::int as count from missions.import
    where started_at >= $2 and tenant_id + 0 = $1 and not is_dry_run
      and (rejected > 0 or state = 'failed' or (state = 'running' and seen_at < $3))`,
};
