import type { Calendar } from "../charter/index.ts";
import type { GuardedScreener } from "../screening/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Purpose } from "./purposes.ts";

/** What the acts of this room work with. */
export type MissionDeps = {
  readonly vault: Vault;
  readonly purposes: readonly Purpose[];
  readonly screener: GuardedScreener;
  /** Whose midnight brings a version of the charter into force. */
  readonly calendar: Calendar;
};

/** Whose numbers a customer without a phone of her own would get, and how her phone is read without a prefix. */
export const DEFAULT_COUNTRY = "FR";
