import { randomUUID } from "node:crypto";
import type { Store } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import { RELEASE_LEASE, TAKE_LEASE } from "./sql.ts";

/**
 * Does a task that one node at a time does. `limitMs`: longer than it takes, since after that another node begins.
 * Undefined: another one is at it.
 */
export async function withLease<T>(
  store: Store,
  { task, limitMs }: { readonly task: string; readonly limitMs: number },
  act: () => Promise<T>,
): Promise<T | undefined> {
  const holder = randomUUID();
  const taken = await store.query(TAKE_LEASE, [TENANT, task, holder, limitMs]);
  if (taken.length === 0) return undefined;
  try {
    return await act();
  } finally {
    await store.query(RELEASE_LEASE, [TENANT, task, holder]);
  }
}
