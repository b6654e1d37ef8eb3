import { Badge, type Tone } from "../../shared/Badge.tsx";
import { useWords } from "../words.ts";
import type { CaseState, CaseSummary } from "./wire.ts";

export const STATES: readonly CaseState[] = [
  "received",
  "triage",
  "enquiry",
  "heard",
  "proposed",
  "approved",
  "closed",
];
const TONES: { readonly [state in CaseState]: Tone } = {
  received: "wait",
  triage: "accent",
  enquiry: "accent",
  heard: "accent",
  proposed: "wait",
  approved: "good",
  closed: "plain",
};

/** Where a case stands, and what has to be known before it is opened. */
export function CaseBadges({ one }: { readonly one: CaseSummary }) {
  const { t } = useWords();
  return (
    <span className="badges">
      <Badge tone={TONES[one.state]}>{t("desk.cases.state", { state: one.state })}</Badge>
      {one.isDanger && <Badge tone="stop">{t("desk.cases.danger")}</Badge>}
      {one.round > 1 && <Badge>{t("desk.cases.round", { round: one.round })}</Badge>}
      {one.isWithdrawn && <Badge>{t("desk.cases.withdrawn")}</Badge>}
      {one.outcome !== null && one.state === "closed" && (
        <Badge tone="accent">{t("desk.cases.outcome", { outcome: one.outcome })}</Badge>
      )}
    </span>
  );
}
