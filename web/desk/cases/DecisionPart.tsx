import { Empty } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { Changes } from "./Changes.tsx";
import { Decide } from "./Decide.tsx";
import { AppealForm, HearingForm, RetractForm, WithdrawalForm } from "./EndForms.tsx";
import { Block } from "./FactsPart.tsx";
import { ProposalCard } from "./ProposalCard.tsx";
import { ProposalForm } from "./ProposalForm.tsx";
import { handles } from "./rules.ts";
import type { CaseAnswer } from "./wire.ts";

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
