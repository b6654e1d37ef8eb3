import { IdRows } from "../base/id-rows.ts";
import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { TenantKeyRow } from "./sql.ts";
import { SELECT_SUBJECTS_WITH_KEY, SELECT_TENANT_KEYS } from "./sql.ts";

const SUBJECTS_AT_ONCE = 1_000;

/**
 * What entries say of keys, held against the keys: who was erased has none, and what was retired is. The other way
 * round the vault tells nobody who was erased.
 */
export class VaultRecords implements RecordAudit {
  readonly #tell: Tell;
  /** Customers, and staff as what is none. */
  readonly #shredded = new IdRows("customer");
  readonly #rotated = new Set<unknown>();
  readonly #begun = new Set<unknown>();
  readonly #retired = new Set<string>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ body }: AuditedEntry): void {
    const { version } = body;
    switch (body.event) {
      case "vault.shred":
        this.#shredded.add(textOf(body["customer"]) ?? textOf(body["staff"]) ?? "");
        break;
      case "vault.rotate-keys":
        (body["step"] === "finished" ? this.#rotated : this.#begun).add(version);
        break;
      case "vault.retire-key":
        this.#retired.add(`${String(version)} ${String(body["part"])}`);
        break;
      default:
    }
  }

  async compare(run: Query, horizon: Horizon): Promise<number> {
    for (let row = 0; row < this.#shredded.size; row += SUBJECTS_AT_ONCE) {
      const count = Math.min(SUBJECTS_AT_ONCE, this.#shredded.size - row);
      const subjects = Array.from({ length: count }, (_, i) => this.#shredded.idAt(row + i));
      const found = await run.query<{ subject: string }>(SELECT_SUBJECTS_WITH_KEY, [TENANT, textArray(subjects)]);
      for (const { subject } of found)
        this.#tell(`key of ${subject}: an entry says that it was destroyed, and it is there`);
    }
    const keys = await run.query<TenantKeyRow>(SELECT_TENANT_KEYS, [TENANT]);
    for (const key of keys) this.#compareKey(key, horizon);
    const versions = new Set<unknown>(keys.map(({ key_version }) => key_version));
    for (const version of [...this.#begun, ...this.#rotated]) {
      if (!versions.has(version))
        this.#tell(`version ${String(version)} of the tenant key: an entry tells of it, and it is not there`);
    }
    return keys.length + this.#shredded.size;
  }

  #compareKey(key: TenantKeyRow, { prunedBeforeMs }: Horizon): void {
    const { key_version: version } = key;
    const tell = (what: string) => this.#tell(`version ${version} of the tenant key: ${what}`);
    if (this.#rotated.has(version) && !key.is_rotated)
      tell("an entry says that keys were wrapped under it, and it is not so");
    const parts = [
      ["kek", key.is_kek_retired],
      ["index", key.is_index_retired],
    ] as const;
    for (const [part, isRetired] of parts) {
      const isRecorded = this.#retired.has(`${version} ${part}`);
      // The row does not say when: once anything has expired, this entry may have too.
      if (isRetired !== isRecorded && !(isRetired && prunedBeforeMs > -Infinity)) {
        tell(`row and entries differ in whether its ${part} part was retired`);
      }
    }
  }
}
