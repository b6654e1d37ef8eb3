import type { MissionId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import type { MissionDeps } from "../../missions/index.ts";
import type { Finding, Verdict } from "../../screening/index.ts";
import type { Query } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { ChatLineRow } from "../chat/sql.ts";
import { SELECT_CHAT_LINE } from "../chat/sql.ts";
import { screenTexts } from "../screen-text.ts";
import { suggestionFor } from "./rules.ts";

export type Draft = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly suggestion: ReturnType<typeof suggestionFor>;
};

/**
 * What screening would say of a text before it is sent, on this very line. Nothing is recorded, and nobody hears of it: whoever
 * thinks better of a sentence has said nothing. While screening is off everything passes. Undefined: not their mission.
 */
export async function screenDraft(
  run: Query,
  { screener }: Pick<MissionDeps, "screener">,
  draft: { readonly mission: MissionId; readonly staff: StaffId; readonly text: Sealed<string> },
  now: Date,
): Promise<Draft | undefined> {
  const { mission, staff, text } = draft;
  const [row] = await run.query<ChatLineRow>(SELECT_CHAT_LINE, [TENANT, mission, staff, "staff"]);
  if (row === undefined) return undefined;
  const request = {
    attemptId: newId("attempt"),
    channel: "chat",
    carrier: "app",
    to: "",
    from: undefined,
    text,
  } as const;
  const [screened] = await screenTexts(run, screener, [{ request, row }], now);
  const { verdict, findings } = screened ?? { verdict: "pass", findings: [] };
  const suggestion = suggestionFor(findings, now.getTime() >= row.closes_at_ms);
  return { verdict, findings, suggestion };
}
