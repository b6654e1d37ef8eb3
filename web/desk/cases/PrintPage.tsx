import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { useNow } from "../../shared/clock.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { CaseBadges } from "./CaseBadges.tsx";
import { Clocks } from "./Clocks.tsx";
import { DecisionPart } from "./DecisionPart.tsx";
import { DialoguePart } from "./DialoguePart.tsx";
import { FactsPart } from "./FactsPart.tsx";
import { HistoryPart } from "./HistoryPart.tsx";
import { titleOf } from "./names.ts";
import { PeoplePart } from "./PeoplePart.tsx";
import { ReportsPart } from "./ReportsPart.tsx";
import type { Part } from "./rules.ts";
import { TracePart } from "./TracePart.tsx";
import { useNames } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";
import "./cases.css";

const A_MINUTE_MS = 60_000;

/** A case from beginning to end on paper. Notes of the desk stay at the desk, pictures are counted and not printed. */
export default function PrintPage() {
  const { id } = useParams<{ id: string }>();
  const read = useRead<CaseAnswer>(`/v1/cases/${id}`);
  return <Read of={read}>{(one) => <Paper one={one} />}</Read>;
}

function Paper({ one }: { readonly one: CaseAnswer }) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const nameOf = useNames();
  const now = useNow(A_MINUTE_MS);
  const parts: readonly (readonly [Part, ReactNode])[] = [
    ["reports", <ReportsPart key="reports" one={one} isOnPaper />],
    ["dialogue", <DialoguePart key="dialogue" one={one} isOnPaper />],
    ["facts", <FactsPart key="facts" one={one} isOnPaper />],
    ["people", <PeoplePart key="people" one={one} isOnPaper />],
    ["decision", <DecisionPart key="decision" one={one} isOnPaper />],
    ...(session.duty === "rights_officer" ? [] : [["trace", <TracePart key="trace" one={one} />] as const]),
    ["history", <HistoryPart key="history" id={one.id} isOnPaper />],
  ];
  return (
    <div className="stack wide paper">
      <PageHeader
        title={titleOf(words, one)}
        beside={<CaseBadges one={one} />}
        actions={
          <>
            <Button look="primary" onClick={() => window.print()}>
              {t("desk.cases.print.now")}
            </Button>
            <Link href={`/cases/${one.id}`} className="button">
              {t("desk.cases.print.back")}
            </Link>
          </>
        }
        lead={
          <>
            <span className="mono">{one.id}</span> · {t("desk.cases.procedure", { procedure: one.procedure })} ·{" "}
            {t("desk.cases.opened-on", { day: words.day(Date.parse(one.openedAt)) })}
          </>
        }
      />
      <p className="soft small">
        {t("desk.cases.print.by", {
          name: nameOf(session.deskUser),
          when: `${words.day(now)}, ${words.time(now)}`,
        })}{" "}
        {t("desk.cases.print.left-out")}
      </p>
      <Clocks id={one.id} />
      {parts.map(([part, content]) => (
        <section key={part} className="paper-part stack" aria-label={t("desk.cases.part", { part })}>
          <h2 className="paper-title">{t("desk.cases.part", { part })}</h2>
          {content}
        </section>
      ))}
    </div>
  );
}
