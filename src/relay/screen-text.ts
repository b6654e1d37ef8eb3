import { canonicalJson } from "../base/canonical-json.ts";
import { openSealed } from "../base/sealed.ts";
import type { GuardedScreener, Screened, ScreeningContext } from "../screening/index.ts";
import type { Query } from "../store/index.ts";
import { int4Array, TENANT, textArray } from "../store/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { ContactDecision } from "./rules.ts";
import { directionFrom } from "./rules.ts";
import type { FactsRow, LineRow, SaidRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** A text, and the line it was written on. */
type Written = { readonly request: ContactRequest; readonly row: FactsRow | LineRow | undefined };

/**
 * What screening makes of each of these texts, in their order; undefined where there is nothing to screen, or screening
 * is off. What was said before in the mission is only looked up, as counts, where a text leaves a doubt.
 */
export async function screenTexts(
  run: Query,
  screener: GuardedScreener,
  written: readonly Written[],
  now: Date,
): Promise<readonly (Screened | undefined)[]> {
  const screened = written.map((one) => screenOne(screener, one, now));
  const doubtful = written.filter((_, n) => screened[n]?.isDoubtful === true);
  if (doubtful.length === 0) return screened;
  const rows = doubtful.map(({ row }) => row as LineRow);
  const said = await run.query<SaidRow>(sql.SELECT_SAID, [
    TENANT,
    int4Array(rows.map((_, n) => n)),
    textArray(rows.map(({ mission_id }) => mission_id)),
    textArray(rows.map(({ line_id }) => line_id)),
    textArray(rows.map(({ sender_end }) => directionFrom(sender_end))),
  ]);
  const before = new Map(
    said.map(({ n, kept_back, unanswered }) => [doubtful[n], { keptBack: kept_back, unanswered }]),
  );
  return written.map((one, n) => (before.has(one) ? screenOne(screener, one, now, before.get(one)) : screened[n]));
}

function screenOne(
  screener: GuardedScreener,
  { request, row }: Written,
  now: Date,
  said?: ScreeningContext["said"],
): Screened | undefined {
  if (request.text === undefined || row === undefined || row.line_id === null) return undefined;
  const screened = screener.screen(openSealed(request.text), {
    direction: directionFrom(row.sender_end),
    missionState: now.getTime() < row.closes_at_ms ? "open" : "grace",
    purpose: row.purpose,
    said,
  });
  if (screened?.verdict !== "pass" || request.isHeldByScorer !== true) return screened;
  return { ...screened, verdict: "hold", isDoubtful: false, findings: [] };
}

/** The decision on an allowed contact once its text was screened. Pictures are a channel of their own, and not allowed. */
export function withScreening(
  decision: ContactDecision,
  { pictures = 0 }: ContactRequest,
  screened: Screened | undefined,
): ContactDecision {
  if (decision.allowed && pictures > 0) return { allowed: false, code: "channel_not_allowed", line: decision.line };
  if (!decision.allowed || screened === undefined || screened.verdict === "pass") return decision;
  return { allowed: false, code: "screened", line: decision.line, screened };
}

/**
 * What the entry commits to: the text, and where it was kept back also the verdict, its classes and rules. Whoever has
 * the text and the salt can show what was seen in it; the entry alone tells nobody.
 */
export function committed(text: string, screened: Screened | undefined): string {
  if (screened === undefined || screened.verdict === "pass") return text;
  const findings = screened.findings.map(({ class: screeningClass, rule }) => ({ class: screeningClass, rule }));
  return canonicalJson({ findings, ruleVersion: screened.ruleVersion, text, verdict: screened.verdict });
}
