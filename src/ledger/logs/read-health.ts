import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { anchoredDays } from "../attestation/anchor-logs.ts";
import type { CosignedLinesRow } from "../attestation/sql.ts";
import { SELECT_COSIGNED_OF_LOG } from "../attestation/sql.ts";
import { timestampOf } from "../format/cosignature.ts";
import { KEY_ID_BYTES, parseSignatureLines } from "../format/note.ts";
import type { LogRow } from "../sql.ts";
import { SELECT_LOGS } from "../sql.ts";
import type { LedgerHealth } from "../wire.ts";
import { logBacklog } from "./backlog.ts";
import { listLogs } from "./read-log.ts";

/** How each log is: when it was signed last, who has seen it since when, what waits. `refused`: logs this node does not sign. */
export async function readHealth(run: Query, refused: Iterable<string>, now: Date): Promise<LedgerHealth> {
  const rows = await run.query<LogRow>(SELECT_LOGS, [TENANT]);
  const current = new Map((await listLogs(run)).map((log) => [log.name, log.current]));
  const stopped = new Set(refused);
  const items = await Promise.all(
    rows.map(async ({ name, origin, size, minimum, closed_at, sequenced_at }) => {
      const [cosigned, days] = await Promise.all([cosignedOf(run, name), anchoredDays(run, name)]);
      return {
        name,
        origin,
        size,
        minimum,
        current: current.get(name) === true,
        isClosed: closed_at !== null,
        isRefused: stopped.has(name),
        checkpointAt: sequenced_at.toISOString(),
        ...cosigned,
        anchoredOn: days.at(-1) ?? null,
      };
    }),
  );
  return { items, waiting: await logBacklog(run), now: now.toISOString(), next: null };
}

type Cosigned = Pick<LedgerHealth["items"][number], "witnessed" | "witnesses">;

/** A cosignature says itself when it was made; it was verified before it was kept. */
async function cosignedOf(run: Query, log: string): Promise<Cosigned> {
  const rows = await run.query<CosignedLinesRow>(SELECT_COSIGNED_OF_LOG, [TENANT, log]);
  const latest = new Map<string, { readonly cosignedAt: string; readonly size: number }>();
  let witnessed: Cosigned["witnessed"] = null;
  for (const { size, lines, witnessed_at } of rows) {
    if (witnessed_at !== null) witnessed = { at: witnessed_at.toISOString(), size };
    for (const { name, bytes } of parseSignatureLines(lines.join("")) ?? []) {
      const seconds = timestampOf(bytes.subarray(KEY_ID_BYTES));
      if (seconds === undefined) continue;
      latest.set(name, { cosignedAt: new Date(Number(seconds) * 1_000).toISOString(), size });
    }
  }
  return { witnessed, witnesses: [...latest].map(([name, seen]) => ({ name, ...seen })) };
}
