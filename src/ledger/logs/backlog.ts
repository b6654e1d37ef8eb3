import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { SELECT_BACKLOG } from "../sql.ts";

/** How many entries wait for their place in a tree, and for how long the oldest has. */
export async function logBacklog(run: Query): Promise<{ readonly entries: number; readonly oldestSeconds: number }> {
  const [row] = await run.query<{ entries: number; oldest_seconds: number }>(SELECT_BACKLOG, [TENANT]);
  return { entries: row?.entries ?? 0, oldestSeconds: Math.max(row?.oldest_seconds ?? 0, 0) };
}
