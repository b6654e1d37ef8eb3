import type { Statement, Store } from "./store.ts";

const IS_WRITABLE: Statement = {
  name: "store.is-writable",
  text: `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off'
    and current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as writable`,
};
/** A database that needs longer to say yes cannot answer a caller in time either. */
const LIMIT_MS = 2_000;

/** Whether a decision could be made durable now. Never throws: what goes wrong is the answer. */
export async function canRecord(store: Store): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LIMIT_MS);
  const asked = store.query<{ writable: boolean }>(IS_WRITABLE).then(
    ([row]) => row?.writable === true,
    () => false,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
