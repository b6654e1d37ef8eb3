import type { ActivationId } from "../base/ids.ts";
import type { Statement } from "../store/index.ts";
import type { Module } from "./wire.ts";

/** A module is switched by one at a time. */
export const LOCK_ACTIVATIONS: Statement = {
  name: "charter.lock-activations",
  text: "select pg_catalog.pg_advisory_xact_lock(7021040, $1)",
};

export const SELECT_ACTIVATIONS: Statement = {
  name: "charter.activations",
  text: `select activation_id, module, to_char(consulted_on, 'YYYY-MM-DD') as consulted_on, notice_version,
      impact_assessment, legal_basis, began_at, entry_id, ended_at, end_entry_id
    from charter.activation where tenant_id = $1 order by began_at, activation_id`,
};
export type ActivationRow = {
  readonly activation_id: ActivationId;
  readonly module: Module;
  readonly consulted_on: string;
  readonly notice_version: string;
  readonly impact_assessment: string;
  readonly legal_basis: string;
  readonly began_at: Date;
  readonly entry_id: number;
  readonly ended_at: Date | null;
  readonly end_entry_id: number | null;
};

export const INSERT_ACTIVATION: Statement = {
  name: "charter.insert-activation",
  text: `insert into charter.activation (tenant_id, activation_id, module, consulted_on, notice_version,
      impact_assessment, legal_basis, began_at, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

export const END_ACTIVATION: Statement = {
  name: "charter.end-activation",
  text: `update charter.activation set ended_at = $3, end_entry_id = $4
    where tenant_id = $1 and activation_id = $2 and ended_at is null`,
};

export const SELECT_IN_FORCE: Statement = {
  name: "charter.in-force",
  text: "select module from charter.activation where tenant_id = $1 and ended_at is null",
};
