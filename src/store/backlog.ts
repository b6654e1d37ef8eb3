import type { Query, Statement } from "./store.ts";
import { TENANT } from "./store.ts";

const BACKLOG: Statement = {
  name: "store.outbox-backlog",
  text: `select count(*)::int as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(next_at)), 0)::float8 as oldest_seconds
    from store.outbox where tenant_id = $1 and state in ('queued', 'handing_over')`,
};

/** How many texts wait to be handed over, and for how long the oldest that is due has waited. */
export async function outboxBacklog(run: Query): Promise<{ readonly waiting: number; readonly oldestSeconds: number }> {
  const [row] = await run.query<{ waiting: number; oldest_seconds: number }>(BACKLOG, [TENANT]);
  return { waiting: row?.waiting ?? 0, oldestSeconds: Math.max(row?.oldest_seconds ?? 0, 0) };
}
