import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { CivilDate } from "../regimes/index.ts";
import { inForceOn } from "./rules.ts";
import type { Scale } from "./scale.ts";
import { wireSteps } from "./scale.ts";
import type { CharterRow, PolicyRow, ScaleRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { charterTemplate } from "./template.ts";
import type { CharterAnswer, PolicyRequest } from "./wire.ts";

/** All versions, newest first, and after them the template. `today`: which one of them is in force. */
export async function readCharters(run: Query, today: CivilDate): Promise<readonly CharterAnswer[]> {
  const rows = await run.query<CharterRow>(sql.SELECT_CHARTERS, [TENANT]);
  const inForce = inForceOn(rows, today)?.version;
  const recorded = rows.map((row) => ({
    version: row.version,
    title: row.title,
    text: { fr: row.text_fr, en: row.text_en },
    scale: wireSteps(row.scale),
    inForceFrom: row.in_force_from,
    consultedOn: row.consulted_on,
    depositedOn: row.deposited_on,
    exemption: row.exemption,
    recordedAt: row.recorded_at.toISOString(),
    isInForce: row.version === inForce,
  }));
  return [...recorded, charterTemplate()];
}

/**
 * The scale of sanctions in force at the date of the facts; undefined where no charter was: then there is nothing to
 * impose. The template is never in force. Source: Code du travail L1321-1, 3°.
 */
export async function scaleAt(run: Query, on: CivilDate): Promise<Scale | undefined> {
  const [row] = await run.query<ScaleRow>(sql.SELECT_SCALE_AT, [TENANT, on]);
  return row === undefined ? undefined : { version: row.version, steps: row.scale };
}

export async function readPolicy(run: Query): Promise<PolicyRequest> {
  const [row] = await run.query<PolicyRow>(sql.SELECT_POLICY, [TENANT]);
  return { requireAcknowledgement: row?.requires_acknowledgement ?? false };
}
