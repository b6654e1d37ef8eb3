import type { MissionId } from "../base/ids.ts";
import type { Language } from "../base/text.ts";
import { sentence } from "../base/text.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { MissionDeps } from "./deps.ts";
import { missionCode } from "./draw-lines.ts";
import { purposeOf } from "./move-lines.ts";
import { noticesFor, statusAt, usableChannels } from "./rules.ts";
import type { LineRow, MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { LegalBasis, MissionAnswer } from "./wire.ts";

export type MissionFilter = { readonly ids: readonly MissionId[] } | { readonly references: readonly string[] };

/** Missions as outsiders see them: references, masked numbers and codes, never a name nor a real number. */
export async function readMissions(
  run: Query,
  deps: MissionDeps,
  now: Date,
  filter: MissionFilter,
  language: Language = "fr",
): Promise<readonly MissionAnswer[]> {
  const missions = await selectMissions(run, filter);
  if (missions.length === 0) return [];
  const ids = missions.map(({ mission_id }) => mission_id);
  const lines = Map.groupBy(await run.query<LineRow>(sql.SELECT_LINES, [TENANT, ids]), ({ mission_id }) => mission_id);
  return missions.map((mission) => missionAnswerOf(deps, mission, lines.get(mission.mission_id) ?? [], now, language));
}

/** What a word of the customer ended, whatever the window says: contact with one staff member, or with her. */
export type ContactEnd = "cut" | "stopped";

export async function contactEnds(
  run: Query,
  missions: readonly MissionId[],
): Promise<ReadonlyMap<MissionId, ContactEnd>> {
  type Row = { readonly mission_id: MissionId; readonly is_cut: boolean };
  const rows = await run.query<Row>(sql.SELECT_CONTACT_ENDS, [TENANT, missions]);
  return new Map(rows.map(({ mission_id, is_cut }) => [mission_id, is_cut ? "cut" : "stopped"]));
}

async function selectMissions(run: Query, filter: MissionFilter): Promise<readonly MissionRow[]> {
  if ("ids" in filter) return run.query<MissionRow>(sql.SELECT_MISSIONS, [TENANT, filter.ids]);
  return run.query<MissionRow>(sql.SELECT_MISSIONS_BY_REFERENCE, [TENANT, filter.references]);
}

function missionAnswerOf(
  { vault, purposes }: MissionDeps,
  mission: MissionRow,
  lines: readonly LineRow[],
  now: Date,
  language: Language,
): MissionAnswer {
  const { opens_at: opensAt, closes_at: closesAt, grace_ms: graceMs } = mission;
  const isShared = lines.some(({ staff_needs_code, customer_needs_code }) => staff_needs_code || customer_needs_code);
  const hasNumbers = lines.every(({ customer_number }) => customer_number !== null);
  const notices = noticesFor(purposeOf(purposes, mission).channels, mission.phone_kind, isShared, hasNumbers);
  return {
    id: mission.mission_id,
    reference: mission.reference,
    purpose: mission.purpose,
    legalBasis: mission.legal_basis as LegalBasis,
    status: statusAt({ opensAt, closesAt, graceMs, isCancelled: mission.cancelled_at !== null }, now),
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    graceMinutes: Math.round(graceMs / 60_000),
    onMyWayAt: mission.on_my_way_at?.toISOString() ?? null,
    channels: [...usableChannels(mission.channels, mission.phone_kind)],
    notices: notices.map((code) => ({ code, detail: sentence(language, `missions.notice.${code}`, {}) })),
    customer: { reference: mission.customer_reference },
    lines: lines.map((line) => ({
      staff: line.staff_reference,
      staffDials: line.staff_number,
      customerDials: line.customer_number,
      code: missionCode(vault, line.line_id, line.code_nonce),
      staffNeedsCode: line.staff_needs_code,
      customerNeedsCode: line.customer_needs_code,
    })),
  };
}
