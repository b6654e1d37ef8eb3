import type { Log } from "../base/log.ts";
import type { Store } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";

/** What the acts of this room work with. */
export type ReportDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly log: Log;
  /** Address of the pages for people, without a slash at its end. */
  readonly publicUrl: string;
};
