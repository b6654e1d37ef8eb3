import { useState } from "react";
import { Link, useLocation } from "wouter";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { approves, handles, tasksOf } from "./rules.ts";
import { useNames, useRefreshCases } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

/** What comes next by where the case stands: what is there, what is missing, and the step itself. */
export function NextCard({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const [path] = useLocation();
  const tasks = tasksOf(one);
  return (
    <section className="card next-card stack no-print" aria-label={t("desk.cases.next")}>
      <h2>{t("desk.cases.next")}</h2>
      <p>{t("desk.cases.next.state", { state: one.state })}</p>
      {tasks.length > 0 && (
        <ul className="tasks">
          {tasks.map(({ id, isDone, part }) => (
            <li key={id} className={isDone ? "task done" : "task"}>
              <Icon name={isDone ? "check" : "clock"} size={18} />
              <span className="visually-hidden">{t("desk.cases.task-done", { done: String(isDone) })}</span>
              {isDone || part === undefined ? (
                <span>{t("desk.cases.task", { task: id })}</span>
              ) : (
                <Link href={`${path}?part=${part}`}>{t("desk.cases.task", { task: id })}</Link>
              )}
            </li>
          ))}
        </ul>
      )}
      <Step one={one} />
    </section>
  );
}

function Step({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const session = useSession();
  const nameOf = useNames();
  const [path] = useLocation();
  const toDecision = (
    <Link href={`${path}?part=decision`} className="button primary next-step">
      {t("desk.cases.next.go", { state: one.state })}
    </Link>
  );
  if (one.state === "closed") return null;
  if (session.duty === "approver") {
    if (one.state === "proposed") return approves(one, session) ? toDecision : <Waits text="join" />;
    return <Waits text="approver" />;
  }
  if (!handles(one, session)) {
    if (one.handler === null) return <Waits text="nobody" />;
    return <p className="soft">{t("desk.cases.next.other", { name: nameOf(one.handler) })}</p>;
  }
  if (one.state === "received") return <StepButton one={one} step="triage" />;
  if (one.state === "triage") return <StepButton one={one} step="enquiry" />;
  if (one.state === "approved") return <Close one={one} />;
  return toDecision;
}

function Waits({ text }: { readonly text: "join" | "approver" | "nobody" }) {
  const { t } = useWords();
  return <p className="soft">{t("desk.cases.next.waits", { text })}</p>;
}

function useStep(one: CaseAnswer, step: "triage" | "enquiry" | "close") {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefreshCases();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  const take = async (): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.send("POST", `/v1/cases/${one.id}/${step}`);
      toast(t("desk.cases.stepped", { step }));
      return true;
    } catch (error) {
      setProblem(problemIn(error));
      return false;
    } finally {
      setBusy(false);
      void refresh();
    }
  };
  return { take, problem, isBusy };
}

function StepButton({ one, step }: { readonly one: CaseAnswer; readonly step: "triage" | "enquiry" }) {
  const { t } = useWords();
  const { take, problem, isBusy } = useStep(one, step);
  return (
    <>
      {problem && <Problem problem={problem} />}
      <div className="buttons">
        <Button look="primary" isUnavailable={isBusy} onClick={() => void take()}>
          {isBusy ? t("face.busy") : t("desk.cases.step", { step })}
        </Button>
      </div>
    </>
  );
}

function Close({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const { take, problem, isBusy } = useStep(one, "close");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <div className="buttons">
        <Button look="primary" onClick={() => setAsking(true)}>
          {t("desk.cases.step", { step: "close" })}
        </Button>
      </div>
      {isAsking && (
        <Confirm
          title={t("desk.cases.close.title")}
          consequences={[t("desk.cases.close.told"), t("desk.cases.close.appeal"), t("desk.cases.close.trace")]}
          confirm={t("desk.cases.step", { step: "close" })}
          isBusy={isBusy}
          problem={problem}
          onConfirm={() => void take().then((isDone) => isDone && setAsking(false))}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
