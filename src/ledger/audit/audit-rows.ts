import type { Query, Row, Statement } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { AuditedEntry } from "./audit-entry.ts";
import { COUNT_BLOCKS } from "./sql.ts";

/** Takes one sentence on what is not in order. It holds ids, no content. */
export type Tell = (sentence: string) => void;

/** What may be missing because it has served its time. Unix time, ms; minus infinity for nothing. */
export type Horizon = {
  /** Entries of acts before this instant may have been pruned: their rows stand alone. */
  readonly prunedBeforeMs: number;
  /** Rows of acts before this instant may have been erased: their entries stand alone. */
  readonly erasedBeforeMs: number;
  /** The same as `prunedBeforeMs`, of entries of reports and cases. */
  readonly casesPrunedBeforeMs: number;
};

/** The rows of a room, held against its entries. */
export type RecordAudit = {
  /** Is told every entry of the room, log by log, in the order of each; then those that wait for their place. */
  take(entry: AuditedEntry): void;
  /** Once it was told all of them: compares, and answers how many rows it looked at. */
  compare(run: Query, horizon: Horizon): Promise<number>;
};

/** Blocks of a table read at once: 1 MiB, some thousands of rows. */
const BLOCKS_A_PAGE = 128;

/**
 * Every row of a table (`room.name`), in the order in which it lies on the disk: no index is read, and no page twice.
 * `statement` takes the tenant and two places of the table (`tid`), from and before which it reads.
 */
export function eachPage<R extends Row>(
  run: Query,
  table: string,
  statement: Statement,
): AsyncGenerator<readonly R[], void> {
  return ahead(blocks(run, table, statement));
}

async function* blocks<R extends Row>(run: Query, table: string, statement: Statement) {
  const [row] = await run.query<{ blocks: number }>(COUNT_BLOCKS, [table]);
  for (let block = 0; block < (row?.blocks ?? 0); block += BLOCKS_A_PAGE) {
    yield await run.query<R>(statement, [TENANT, `(${block},0)`, `(${block + BLOCKS_A_PAGE},0)`]);
  }
}

/** Has the next page fetched while the last one is looked at. */
export async function* ahead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T, void> {
  let next = pages.next();
  for (;;) {
    const page = await next;
    if (page.done === true) return;
    next = pages.next();
    // Whoever asks for the next page hears of its failure; nobody may ask.
    next.catch(() => undefined);
    yield page.value;
  }
}
