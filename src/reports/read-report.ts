import { withoutContacts } from "../base/contacts.ts";
import type { AttemptId, ReportId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ConcernedRow, DetailRow, MessageRow, ReportRow } from "./sql.ts";
import type { DetailKind } from "./sql.ts";
import type { KnownBy } from "./rules.ts";
import * as sql from "./sql.ts";
import type { By, Door, What, Wish } from "./wire.ts";

export type ReadDetail = {
  readonly once: string;
  readonly kind: Exclude<DetailKind, "number" | "picture">;
  readonly at: Date;
  readonly text: Sealed<string> | undefined;
};

/** A report as whoever handles it reads it. Numbers are left out: a match with one is told as `knownBy: "lead"`. */
export type ReportView = {
  readonly id: ReportId;
  readonly filedAt: Date;
  readonly door: Door;
  readonly by: By;
  readonly language: "fr" | "en";
  readonly isUnsure: boolean;
  readonly concerned: readonly { readonly staff: string; readonly knownBy: KnownBy }[];
  readonly what: readonly What[];
  readonly wish: Wish;
  readonly isDanger: boolean;
  readonly hasNumber: boolean;
  /** How many pictures it has: `openPicture` takes their numbers, from 0. */
  readonly pictures: number;
  readonly isReachable: boolean;
  readonly hours: Sealed<string> | undefined;
  readonly details: readonly ReadDetail[];
  readonly messages: readonly {
    readonly sender: "reporter" | "desk";
    readonly at: Date;
    readonly text: Sealed<string> | undefined;
    readonly readAt: Date | undefined;
  }[];
  /** Attempts whose text is, letter for letter, the one that was forwarded. */
  readonly findings: readonly { readonly attempt: AttemptId; readonly at: Date }[];
};

/**
 * Opens a report for somebody who handles it. The caller MUST have recorded the reading in this transaction: nobody reads
 * what somebody told without an entry that says so.
 */
export async function readReport(query: Query, vault: Vault, report: ReportId): Promise<ReportView | undefined> {
  const [row] = await query.query<ReportRow>(sql.SELECT_REPORT, [TENANT, report]);
  if (row === undefined) return undefined;
  const concerned = await query.query<ConcernedRow>(sql.SELECT_CONCERNED, [TENANT, report]);
  const details = await query.query<DetailRow>(sql.SELECT_DETAILS, [TENANT, report]);
  const messages = await query.query<MessageRow>(sql.SELECT_MESSAGES, [TENANT, report]);
  const findings = await query.query<{ attempt_id: AttemptId; at: Date }>(sql.SELECT_FINDINGS, [TENANT, report]);
  const shown = details.filter(({ kind }) => kind !== "number" && kind !== "picture") as readonly (DetailRow &
    Pick<ReadDetail, "kind">)[];
  const opened = await vault.openRecord(query, report, [
    ...shown.map(({ kind, once, sealed }) => ({ part: `${kind} ${once}`, sealed })),
    ...messages.map(({ once, sealed }) => ({ part: `message ${once}`, sealed })),
    ...(row.sealed_hours === null ? [] : [{ part: "hours", sealed: row.sealed_hours }]),
  ]);
  return {
    id: row.report_id,
    filedAt: row.filed_at,
    door: row.door,
    by: row.by,
    language: row.language,
    isUnsure: row.is_unsure,
    concerned: concerned.map(({ reference, known_by }) => ({ staff: reference, knownBy: known_by })),
    what: row.what,
    wish: row.wish,
    isDanger: row.is_danger,
    hasNumber: details.some(({ kind }) => kind === "number"),
    pictures: details.filter(({ kind }) => kind === "picture").length,
    isReachable: row.sealed_phone !== null,
    hours: masked(opened[shown.length + messages.length]),
    details: shown.map(({ once, kind, at }, n) => ({ once, kind, at, text: masked(opened[n]) })),
    messages: messages.map(({ sender, at, read_at }, n) => ({
      sender,
      at,
      text: masked(opened[shown.length + n]),
      readAt: read_at ?? undefined,
    })),
    findings: findings.map(({ attempt_id: attempt, at }) => ({ attempt, at })),
  };
}

/** Somebody who tells also writes how to reach them, where nobody asked: that is not for the desk to see. */
function masked(text: Sealed<string> | undefined): Sealed<string> | undefined {
  return text === undefined ? undefined : seal(withoutContacts(openSealed(text)));
}

/**
 * One picture of a report as JPEG, for somebody who handles it; the caller MUST have recorded the reading. Undefined:
 * there are fewer, or its key was destroyed.
 */
export async function openPicture(
  query: Query,
  vault: Vault,
  report: ReportId,
  n: number,
): Promise<Buffer | undefined> {
  const details = await query.query<DetailRow>(sql.SELECT_DETAILS, [TENANT, report]);
  const found = details.filter(({ kind }) => kind === "picture")[n];
  if (found === undefined) return undefined;
  const [opened] = await vault.openRecord(query, report, [{ part: `picture ${found.once}`, sealed: found.sealed }]);
  return opened === undefined ? undefined : Buffer.from(openSealed(opened), "base64");
}
