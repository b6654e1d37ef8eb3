import { useState } from "react";
import { Link } from "wouter";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import type { Problem } from "../../shared/retry.ts";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterText, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import type { Duty } from "../duties.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import "../cases/cases.css";
import { readersSince } from "./rules.ts";

type Report = {
  readonly id: string;
  readonly reference: string;
  readonly filedAt: string;
  readonly door: string;
  readonly by: string;
  readonly staff: readonly string[];
  readonly isUnsure: boolean;
  readonly isDanger: boolean;
  readonly state: "received" | "enquiry" | "decision" | "closed";
  readonly outcome: string | null;
  readonly case: string | null;
};
const USUAL = { filters: { since: "" }, sort: "" } as const;
const CASE_READERS: readonly Duty[] = ["handler", "approver", "dpo"];
const TONES = { received: "wait", enquiry: "accent", decision: "accent", closed: "plain" } as const;

/** Where reports stand, oldest first. Never what was said: that is for whoever works on the case. */
export default function ReportsPage() {
  const { t } = useWords();
  const state = useTableState<"since">(USUAL);
  const since = readersSince(state.filters.since);
  const query = new URLSearchParams({
    limit: "50",
    ...(since !== undefined && { since }),
    ...(state.after !== undefined && { after: state.after }),
  });
  const reports = useRead<Page<Report>>(`/v1/reports?${query}`);
  const [seen, setSeen] = useState<Report>();
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.reports")} lead={t("desk.reports.lead")} />
      <Table
        caption={t("desk.reports")}
        of={reports}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="flag" title={t("desk.reports.empty")}>
            {t("desk.reports.empty.text")}
          </Empty>
        }
        filters={<FilterText state={state} name="since" type="date" label={t("desk.reports.since")} />}
        columns={useColumns(setSeen)}
      />
      {seen && <SeeDanger report={seen} onClose={() => setSeen(undefined)} />}
    </div>
  );
}

function SeeDanger({ report, onClose }: { readonly report: Report; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const see = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send("POST", `/v1/reports/${report.id}/danger/acknowledge`);
      toast(t("desk.reports.danger.done"));
      onClose();
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("desk.reports.danger.title", { reference: report.reference })}
      consequences={[t("desk.reports.danger.rung"), t("desk.reports.danger.recorded"), t("desk.reports.danger.help")]}
      confirm={t("desk.reports.danger")}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void see()}
      onClose={onClose}
    />
  );
}

/** What a row says. */
function useColumns(onSee: (report: Report) => void): readonly Column<Report>[] {
  const words = useWords();
  const { t } = words;
  const { duty } = useSession();
  return [
    {
      id: "reference",
      title: t("desk.reports.reference"),
      cell: ({ reference, case: about }) =>
        about !== null && CASE_READERS.includes(duty) ? <Link href={`/cases/${about}`}>{reference}</Link> : reference,
    },
    {
      id: "filed",
      title: t("desk.reports.filed"),
      cell: ({ filedAt }) => `${words.day(Date.parse(filedAt))}, ${words.time(Date.parse(filedAt))}`,
    },
    {
      id: "door",
      title: t("desk.reports.door"),
      cell: ({ door, by }) =>
        `${t("desk.cases.report.door.value", { door })} · ${t("desk.cases.report.by.value", { by })}`,
    },
    {
      id: "staff",
      title: t("desk.reports.staff"),
      cell: ({ staff, isUnsure }) =>
        staff.length === 0 ? (
          <span className="soft">{t("desk.reports.nobody")}</span>
        ) : (
          `${staff.join(", ")}${isUnsure ? ` (${t("desk.cases.report.unsure")})` : ""}`
        ),
    },
    {
      id: "state",
      title: t("desk.reports.state"),
      cell: (report) => <Stands report={report} />,
    },
    ...(duty === "handler" || duty === "dispatcher"
      ? [
          {
            id: "danger",
            title: t("desk.reports.act"),
            cell: (report: Report) =>
              report.isDanger && (
                <Button
                  aria-label={t("desk.reports.danger.of", { reference: report.reference })}
                  onClick={() => onSee(report)}
                >
                  {t("desk.reports.danger")}
                </Button>
              ),
          },
        ]
      : []),
  ];
}

function Stands({ report }: { readonly report: Report }) {
  const { t } = useWords();
  return (
    <span className="badges">
      <Badge tone={TONES[report.state]}>{t("desk.reports.state.value", { state: report.state })}</Badge>
      {report.outcome !== null && <Badge>{t("desk.cases.outcome", { outcome: report.outcome })}</Badge>}
      {report.isDanger && <Badge tone="stop">{t("desk.cases.danger")}</Badge>}
    </span>
  );
}
