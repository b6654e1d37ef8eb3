import { Badge, type Tone } from "../../shared/Badge.tsx";
import { useWords } from "../words.ts";
import { exceptionName, sanctionName } from "./names.ts";
import { useNames } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Proposal = CaseAnswer["proposals"][number];
const TONES: { readonly [state in Proposal["state"]]: Tone } = {
  open: "wait",
  approved: "good",
  declined: "stop",
  withdrawn: "plain",
};

/** A version of a proposal: what, why, by whom, and what became of it. */
export function ProposalCard({ proposal }: { readonly proposal: Proposal }) {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  const when = (at: string): string => `${words.day(Date.parse(at))}, ${words.time(Date.parse(at))}`;
  return (
    <article
      className="card report stack"
      aria-label={t("desk.cases.proposal.version", { version: proposal.version, round: proposal.round })}
    >
      <div className="report-head">
        <h3>{t("desk.cases.proposal.version", { version: proposal.version, round: proposal.round })}</h3>
        <Badge tone={TONES[proposal.state]}>{t("desk.cases.proposal.state", { state: proposal.state })}</Badge>
      </div>
      <p>
        <b>{t("desk.cases.outcome", { outcome: proposal.outcome })}</b>
      </p>
      {proposal.sanctions.length > 0 && (
        <ul className="lines">
          {proposal.sanctions.map(({ staff, sanction, days, exception }) => (
            <li key={`${staff} ${sanction}`}>
              {staff} ·{" "}
              {days === undefined
                ? sanctionName(words, sanction)
                : t("desk.cases.measure.days", { name: sanctionName(words, sanction), days })}
              {exception !== undefined && (
                <span className="soft small">
                  {" "}
                  {t("desk.cases.measure.exception", { exception: exceptionName(words, exception) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <Said title={t("desk.cases.proposal.reasons")} text={proposal.reasons} />
      {proposal.statement !== null && <Said title={t("desk.cases.proposal.statement")} text={proposal.statement} />}
      <p className="soft small">
        {t("desk.cases.proposal.by", { name: nameOf(proposal.proposedBy), when: when(proposal.proposedAt) })}
      </p>
      {proposal.decidedAt !== null && (
        <>
          <p className="soft small">
            {t("desk.cases.proposal.decided", { name: nameOf(proposal.decidedBy), when: when(proposal.decidedAt) })}
          </p>
          {proposal.decisionReasons !== null && (
            <Said title={t("desk.cases.proposal.decision-reasons")} text={proposal.decisionReasons} />
          )}
        </>
      )}
    </article>
  );
}

function Said({ title, text }: { readonly title: string; readonly text: string | null }) {
  const { t } = useWords();
  return (
    <div>
      <p className="label">{title}</p>
      {text === null ? (
        <p className="soft">{t("desk.cases.erased")}</p>
      ) : (
        <blockquote className="said">{text}</blockquote>
      )}
    </div>
  );
}
