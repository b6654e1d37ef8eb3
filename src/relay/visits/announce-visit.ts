import type { MissionId } from "../../base/ids.ts";
import { append, lockChains } from "../../ledger/index.ts";
import { visitToken } from "../../missions/index.ts";
import { reportNumber } from "../../numbers/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { planNotice } from "../plan-notice.ts";
import type { AnnouncementRefusal } from "./rules.ts";
import { civilWindow, refusalOfAnnouncement } from "./rules.ts";
import type { VisitRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type VisitDeps = {
  readonly vault: Vault;
  /** Address of the pages for people, without a slash at its end. */
  readonly publicUrl: string;
  /** The company as those know it who are visited. */
  readonly company: string | undefined;
  /** IANA zone in which appointments are told. */
  readonly zone: string;
};

export type Announced =
  | { readonly ok: true; readonly announcedAt: Date }
  | { readonly ok: false; readonly code: AnnouncementRefusal };

/** Pages of a visit, for whoever has one in front of them. */
export type VisitPages = {
  readonly visitPage: string;
  readonly reportPage: string;
  readonly numberPage: string | undefined;
};

/**
 * Sends a customer her appointment: when, the number that leads to whoever comes and back, her page, and where to
 * report. Not who comes: that is on the page, for as long as it may be. Once for each window of a mission.
 *
 * `by`: who asked for it, an id.
 */
export async function announceVisit(tx: Tx, deps: VisitDeps, mission: MissionId, by: string): Promise<Announced> {
  const visit = await lockVisit(tx, mission);
  if (visit === undefined) return { ok: false, code: "unknown_mission" };
  const { carrier, customer_id: customer, customer_number: number, language } = visit;
  const code = refusalOfAnnouncement(visit, tx.now);
  if (code !== undefined) return { ok: false, code };
  if (number === null || carrier === null) throw new Error("could not announce a visit without a number");
  const window = [visit.opens_at, visit.closes_at] as const;
  const announced = await tx.query(sql.SELECT_ANNOUNCED, [tx.tenant, mission, ...window]);
  if (announced.length > 0) return { ok: false, code: "already_announced" };
  const [opensAt, closesAt] = window.map((at) => at.toISOString());
  const event = { event: "relay.announce-visit", by, closesAt, customer, mission, number, opensAt };
  const [leaf] = await append(tx, [event], { changesFacts: false });
  await tx.query(sql.INSERT_ANNOUNCEMENT, [tx.tenant, mission, ...window, tx.now, leaf?.entryId]);
  const { visitPage, reportPage, numberPage = "" } = pagesOf(deps, visit);
  const reports = await reportNumber(tx);
  await planNotice(tx, deps.vault, {
    carrier,
    from: number,
    to: { subject: customer },
    key: "notice.appointment",
    values: {
      ...civilWindow(visit, language, deps.zone),
      company: deps.company ?? "none",
      number,
      numberPage,
      reportNumber: reports?.number ?? "none",
      reportPage,
      visitPage,
    },
    language,
  });
  return { ok: true, announcedAt: tx.now };
}

/** The mission with its customer locked: nothing else about her happens until the act is over. */
export async function lockVisit(tx: Tx, mission: MissionId): Promise<VisitRow | undefined> {
  const [found] = await tx.query<VisitRow>(sql.SELECT_VISIT, [tx.tenant, mission]);
  if (found === undefined) return undefined;
  await lockChains(tx, [found.customer_id]);
  const [visit] = await tx.query<VisitRow>(sql.SELECT_VISIT, [tx.tenant, mission]);
  return visit;
}

export function pagesOf({ vault, publicUrl }: VisitDeps, visit: VisitRow): VisitPages {
  const { mission_id: mission, customer_number: number } = visit;
  return {
    visitPage: `${publicUrl}/v/${visitToken(vault, mission)}`,
    reportPage: `${publicUrl}/report`,
    numberPage: number === null ? undefined : `${publicUrl}/n/${number}`,
  };
}
