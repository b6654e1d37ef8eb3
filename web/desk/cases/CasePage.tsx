import type { ReactNode } from "react";
import { Link, useLocation, useParams, useSearch } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Due } from "../../shared/Due.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Tabs } from "../../shared/Tabs.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { Assignment } from "./Assignment.tsx";
import { CaseBadges } from "./CaseBadges.tsx";
import { CaseMenu } from "./CaseMenu.tsx";
import { Clocks } from "./Clocks.tsx";
import { DecisionPart } from "./DecisionPart.tsx";
import { DialoguePart } from "./DialoguePart.tsx";
import { FactsPart } from "./FactsPart.tsx";
import { HistoryPart } from "./HistoryPart.tsx";
import { titleOf } from "./names.ts";
import { NextCard } from "./NextCard.tsx";
import { NotesPart } from "./NotesPart.tsx";
import { PeoplePart } from "./PeoplePart.tsx";
import { ReportsPart } from "./ReportsPart.tsx";
import { isWatched, type Part, PARTS } from "./rules.ts";
import { TracePart } from "./TracePart.tsx";
import type { CaseAnswer } from "./wire.ts";
import "./cases.css";

/** A case: where it stands, what the law wants by when, what comes next, and all there is about it. */
export default function CasePage() {
  const { id } = useParams<{ id: string }>();
  const read = useRead<CaseAnswer>(`/v1/cases/${id}`);
  return (
    <div className="stack wide">
      <Link href="/cases" className="way-back no-print">
        <Icon name="back" size={16} />
        <BackWord />
      </Link>
      <Read of={read} rows={8}>
        {(one) => <Case key={one.id} one={one} />}
      </Read>
    </div>
  );
}

function BackWord() {
  return useWords().t("desk.cases.back");
}

function Case({ one }: { readonly one: CaseAnswer }) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const opened = words.day(Date.parse(one.openedAt));
  return (
    <>
      <PageHeader
        title={titleOf(words, one)}
        beside={<CaseBadges one={one} />}
        actions={<CaseMenu one={one} />}
        lead={
          <>
            {(one.primary ?? one.right) !== null && `${t("desk.cases.procedure", { procedure: one.procedure })} · `}
            {t("desk.cases.opened-on", { day: opened })} · <span className="mono">{one.id}</span>
          </>
        }
      />
      {one.dueOn !== null && one.state !== "closed" && (
        <p className="case-due">
          {t("desk.cases.next-due")} <Due due={one.dueOn} />
        </p>
      )}
      {isWatched(one, session) && one.state !== "closed" && (
        <p className="notice no-print">{t("desk.cases.watched")}</p>
      )}
      {one.isSpecialCategory && <p className="soft small">{t("desk.cases.special")}</p>}
      <div className="case-columns">
        <NextCard one={one} />
        <aside className="case-side stack" aria-label={t("desk.cases.side")}>
          <Assignment one={one} />
          <Clocks id={one.id} />
        </aside>
        <Parts one={one} />
      </div>
    </>
  );
}

function Parts({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const { duty } = useSession();
  const [path, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const isRight = one.procedure === "rights_request";
  const content: { readonly [part in Part]: () => ReactNode } = {
    reports: () => <ReportsPart one={one} />,
    dialogue: () => <DialoguePart one={one} />,
    facts: () => <FactsPart one={one} />,
    people: () => <PeoplePart one={one} />,
    decision: () => <DecisionPart one={one} />,
    trace: () => <TracePart one={one} />,
    history: () => <HistoryPart id={one.id} />,
    notes: () => <NotesPart one={one} />,
  };
  const shown = PARTS.filter((part) => part !== "trace" || (!isRight && duty !== "rights_officer"));
  return (
    <Tabs
      keepsParts
      label={t("desk.cases.parts")}
      chosen={query.get("part") ?? "reports"}
      onChoose={(part) => navigate(part === "reports" ? path : `${path}?part=${part}`)}
      tabs={shown.map((part) => ({
        id: part,
        title: t("desk.cases.part", { part }),
        content: content[part](),
      }))}
    />
  );
}
