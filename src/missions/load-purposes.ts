import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Purpose } from "./purposes.ts";
import { BUILT_IN_PURPOSES } from "./purposes.ts";
import * as sql from "./sql.ts";
import type { Channel, LegalBasis } from "./wire.ts";

type PurposeRow = {
  readonly name: string;
  readonly version: number;
  readonly dpv_iri: string;
  readonly legal_basis_iri: LegalBasis;
  readonly channels: readonly Channel[];
  readonly padding_before_minutes: number;
  readonly padding_after_minutes: number;
  readonly grace_minutes: number;
  readonly quarantine_days: number;
  readonly retention_months: number;
  readonly max_texts: number;
  readonly max_calls: number;
  readonly max_call_seconds: number;
  readonly ring_seconds: number;
};

/** The purposes in force, after adding the built-in ones that this database does not have yet. */
export async function loadPurposes(run: Query): Promise<readonly Purpose[]> {
  for (const purpose of BUILT_IN_PURPOSES) {
    await run.query(sql.INSERT_PURPOSE, [
      TENANT,
      purpose.name,
      purpose.version,
      purpose.dpvIri,
      purpose.legalBasisIri,
      purpose.channels,
      purpose.paddingBeforeMinutes,
      purpose.paddingAfterMinutes,
      purpose.graceMinutes,
      purpose.quarantineDays,
      purpose.retentionMonths,
      purpose.maxTextsPerMission,
      purpose.maxCallsPerMission,
      purpose.maxCallSeconds,
      purpose.ringSeconds,
    ]);
  }
  const rows = await run.query<PurposeRow>(sql.SELECT_PURPOSES, [TENANT]);
  return rows.map((row) => ({
    name: row.name,
    version: row.version,
    dpvIri: row.dpv_iri,
    legalBasisIri: row.legal_basis_iri,
    channels: row.channels,
    paddingBeforeMinutes: row.padding_before_minutes,
    paddingAfterMinutes: row.padding_after_minutes,
    graceMinutes: row.grace_minutes,
    quarantineDays: row.quarantine_days,
    retentionMonths: row.retention_months,
    maxTextsPerMission: row.max_texts,
    maxCallsPerMission: row.max_calls,
    maxCallSeconds: row.max_call_seconds,
    ringSeconds: row.ring_seconds,
  }));
}
