import { Badge, type Tone } from "../../shared/Badge.tsx";
import { Empty } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { Changes } from "./Changes.tsx";
import { Decide } from "./Decide.tsx";
import { AppealForm, HearingForm, RetractForm, WithdrawalForm } from "./EndForms.tsx";
import { Block } from "./FactsPart.tsx";
import { exceptionName, sanctionName } from "./names.ts";
import { ProposalForm } from "./ProposalForm.tsx";
import { handles } from "./rules.ts";
import { useNames } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Proposal = CaseAnswer["proposals"][number];
type Props = { readonly one: CaseAnswer; readonly isOnPaper?: boolean };

/** From the hearing to the end: what is proposed by one person and decided by another. */
export function DecisionPart({ one, isOnPaper = false }: Props) {
  const { t } = useWords();
  const { duty } = useSession();
  const proposals = one.proposals.toReversed();
  return (
    <div className="stack wide">
      {!isOnPaper && <Acts one={one} />}
      {!isOnPaper && duty === "approver" && <Decide one={one} />}
      <Block title={t("desk.cases.proposals")} lead={t("desk.cases.proposals.lead")}>
        {proposals.length === 0 && (
          <Empty icon="scale" title={t("desk.cases.proposals.none")}>
            {t("desk.cases.proposals.none.text")}
          </Empty>
        )}
        {proposals.map((proposal) => (
          <ProposalCard key={proposal.version} proposal={proposal} />
        ))}
      </Block>
      {!isOnPaper && <Endings one={one} />}
    </div>
  );
}

/** What whoever handles it may do from where the case stands. */
function Acts({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const session = useSession();
  if (!handles(one, session)) return null;
  const isRight = one.procedure === "rights_request";
  const open = one.proposals.find(({ state }) => state === "open");
  return (
    <>
      {one.state === "enquiry" && !isRight && one.concerned.length > 0 && (
        <ActBox label={t("desk.cases.hearing")} look="primary" lead={t("desk.cases.hearing.lead")}>
          {(close) => <HearingForm one={one} onDone={close} />}
        </ActBox>
      )}
      {["triage", "enquiry", "heard"].includes(one.state) && (
        <ActBox
          label={t("desk.cases.propose")}
          {...(one.state === "heard" && { look: "primary" as const })}
          lead={t("desk.cases.propose.lead")}
        >
          {(close) => <ProposalForm one={one} onDone={close} />}
        </ActBox>
      )}
      {open !== undefined && (
        <ActBox label={t("desk.cases.retract")} lead={t("desk.cases.retract.lead")}>
          {(close) => <RetractForm one={one} version={open.version} onDone={close} />}
        </ActBox>
      )}
      {open !== undefined && <Changes one={one} proposal={open} />}
    </>
  );
}

const TONES: { readonly [state in Proposal["state"]]: Tone } = {
  open: "wait",
  approved: "good",
  declined: "stop",
  withdrawn: "plain",
};

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
      {proposal.statement !== null && (
        <Said title={t("desk.cases.proposal.statement")} text={proposal.statement} />
      )}
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

export function Said({ title, text }: { readonly title: string; readonly text: string | null }) {
  const { t } = useWords();
  return (
    <div>
      <p className="label">{title}</p>
      {text === null ? <p className="soft">{t("desk.cases.erased")}</p> : <blockquote className="said">{text}</blockquote>}
    </div>
  );
}

/** What ends a case otherwise, or opens it again. */
function Endings({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const session = useSession();
  const isMine = handles(one, session);
  const mayAppeal = one.state === "closed" && session.duty !== "approver";
  const mayWithdraw = isMine && one.state !== "closed" && !one.isWithdrawn && one.procedure !== "rights_request";
  if (!mayAppeal && !mayWithdraw) return null;
  return (
    <Block title={t("desk.cases.endings")}>
      {mayWithdraw && (
        <ActBox label={t("desk.cases.withdrawal")} lead={t("desk.cases.withdrawal.lead")}>
          {(close) => <WithdrawalForm one={one} onDone={close} />}
        </ActBox>
      )}
      {mayAppeal && (
        <ActBox label={t("desk.cases.appeal")} lead={t("desk.cases.appeal.lead")}>
          {(close) => <AppealForm one={one} onDone={close} />}
        </ActBox>
      )}
    </Block>
  );
}
