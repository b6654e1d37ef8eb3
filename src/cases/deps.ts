import type { Calendar } from "../charter/index.ts";
import type { ReportDeps } from "../reports/index.ts";
import type { Store } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";

/** What the acts of this room work with. */
export type CasesDeps = {
  readonly store: Store;
  readonly vault: Vault;
  /** Whose holidays and whose midnight count. */
  readonly calendar: Calendar;
  readonly reports: ReportDeps;
};
