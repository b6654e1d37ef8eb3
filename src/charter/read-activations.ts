import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ActivationRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ActivationAnswer } from "./wire.ts";

/** All activations there ever were, oldest first. */
export async function readActivations(run: Query): Promise<readonly ActivationAnswer[]> {
  const rows = await run.query<ActivationRow>(sql.SELECT_ACTIVATIONS, [TENANT]);
  return rows.map((row) => ({
    id: row.activation_id,
    module: row.module,
    consultationDate: row.consulted_on,
    noticeVersion: row.notice_version,
    impactAssessment: row.impact_assessment,
    legalBasis: row.legal_basis,
    beganAt: row.began_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
}
