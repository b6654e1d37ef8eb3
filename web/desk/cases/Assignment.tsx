import { useState } from "react";
import { problemIn, useApi } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { approves, handles } from "./rules.ts";
import { useActForm, useColleagues, useNames, useNeeded, useRefreshCases } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Role = "handler" | "approver";

/** Who works on a case, and the ways to take it, to give it and to leave it. */
export function Assignment({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const nameOf = useNames();
  const session = useSession();
  const { act, problem, isBusy } = useAssigning(one);
  const isRunning = one.state !== "closed";
  const isDpo = session.duty === "dpo";
  const isMine = handles(one, session);
  return (
    <section className="card side-card stack" aria-label={t("desk.cases.assignment")}>
      <h2>{t("desk.cases.assignment")}</h2>
      <dl className="pairs">
        <div>
          <dt>{t("desk.cases.role", { role: "handler" })}</dt>
          <dd>
            {one.handler === null ? <Badge tone="wait">{t("desk.cases.nobody")}</Badge> : nameOf(one.handler)}
            {isMine && <Badge tone="good">{t("desk.cases.you")}</Badge>}
          </dd>
        </div>
        <div>
          <dt>{t("desk.cases.role", { role: "approver" })}</dt>
          <dd>
            {one.approvers.length === 0 && <span className="soft">{t("desk.cases.approver.none")}</span>}
            {one.approvers.map((id) => (
              <span key={id}>
                {nameOf(id)} {id === session.deskUser && <Badge tone="good">{t("desk.cases.you")}</Badge>}
              </span>
            ))}
          </dd>
        </div>
      </dl>
      {problem && <Problem problem={problem} />}
      {isRunning && <Ways one={one} isBusy={isBusy} act={act} />}
      {isRunning && (isMine || isDpo) && one.right === null && (
        <ActBox label={t("desk.cases.give")} lead={t("desk.cases.give.lead")}>
          {(close) => <Give one={one} asked="handler" onDone={close} />}
        </ActBox>
      )}
      {isRunning && (isMine || isDpo) && (
        <ActBox label={t("desk.cases.ask-approver")} lead={t("desk.cases.ask-approver.lead")}>
          {(close) => <Give one={one} asked="approver" onDone={close} />}
        </ActBox>
      )}
    </section>
  );
}

function Ways(props: {
  readonly one: CaseAnswer;
  readonly isBusy: boolean;
  readonly act: (what: "assign" | "unassign", role: Role) => Promise<void>;
}) {
  const { one, isBusy, act } = props;
  const { t } = useWords();
  const session = useSession();
  const mayTake = session.duty === "handler" || (session.duty === "rights_officer" && one.right !== null);
  const isMine = handles(one, session);
  const hasJoined = approves(one, session);
  return (
    <div className="buttons no-print">
      {mayTake && one.handler === null && (
        <Button look="primary" isUnavailable={isBusy} onClick={() => void act("assign", "handler")}>
          {t("desk.cases.take")}
        </Button>
      )}
      {session.duty === "approver" && !hasJoined && (
        <Button look="primary" isUnavailable={isBusy} onClick={() => void act("assign", "approver")}>
          {t("desk.cases.join")}
        </Button>
      )}
      {isMine && (
        <Button look="quiet" isUnavailable={isBusy} onClick={() => void act("unassign", "handler")}>
          {t("desk.cases.leave")}
        </Button>
      )}
      {hasJoined && (
        <Button look="quiet" isUnavailable={isBusy} onClick={() => void act("unassign", "approver")}>
          {t("desk.cases.leave")}
        </Button>
      )}
    </div>
  );
}

/** Taking and leaving: each undoes the other. */
function useAssigning({ id }: CaseAnswer) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefreshCases();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  const act = async (what: "assign" | "unassign", role: Role): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.send("POST", `/v1/cases/${id}/${what}`, { role });
      const back = what === "assign" ? "unassign" : "assign";
      toast(t("desk.cases.assigned", { what, role }), () => void act(back, role));
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      void refresh();
    }
  };
  return { act, problem, isBusy };
}

function Give(props: { readonly one: CaseAnswer; readonly asked: Role; readonly onDone: () => void }) {
  const { one, asked: role } = props;
  const { t } = useWords();
  const { duty } = useSession();
  const needed = useNeeded();
  const has = role === "handler" ? [one.handler] : one.approvers;
  const others = useColleagues().filter((who) => who.duty === role && who.isActive && !has.includes(who.id));
  const form = useActForm({
    path: `cases/${one.id}/assign`,
    initial: { deskUser: "", reasons: "" },
    check: ({ deskUser }) => ({ deskUser: needed(deskUser) }),
    body: ({ deskUser, reasons }) => ({ role, deskUser, ...(reasons.trim() !== "" && { reasons }) }),
    done: t("desk.cases.given", { role }),
    onDone: props.onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.give.submit", { role })}>
      <SelectField
        form={form}
        name="deskUser"
        label={t("desk.cases.give.to")}
        empty={t("desk.cases.choose")}
        options={others.map((who) => ({ value: who.id, label: who.personReference }))}
      />
      {duty === "dpo" && (
        <TextField
          form={form}
          name="reasons"
          isLong
          label={t("desk.cases.give.reasons")}
          hint={t("desk.cases.give.reasons.hint")}
        />
      )}
    </Form>
  );
}
