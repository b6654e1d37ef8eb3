import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearch } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { MY_REPORTS } from "../addresses.ts";
import type { Filed, Items, MyReport } from "../wire.ts";
import { useWords } from "../words.ts";
import { ReportForm } from "./ReportForm.tsx";

/** To say what a customer or a colleague did, and what became of what one said before. */
export function ReportsPage() {
  const { t } = useWords();
  const queries = useQueryClient();
  const asked = new URLSearchParams(useSearch()).get("mission") ?? "";
  const [isWriting, setWriting] = useState(asked !== "");
  const [filed, setFiled] = useState<Filed>();
  const reports = useRead<Items<MyReport>>(MY_REPORTS);
  const onFiled = (done: Filed): void => {
    setFiled(done);
    setWriting(false);
    void queries.invalidateQueries({ queryKey: [MY_REPORTS] });
  };
  return (
    <div className="stack wide">
      <PageHeader title={t("staff.reports")} lead={t("staff.reports.lead")} />
      {filed && <Receipt filed={filed} />}
      {isWriting ? (
        <ReportForm mission={asked} onFiled={onFiled} onCancel={() => setWriting(false)} />
      ) : (
        <Button look="primary" className="wide-button" onClick={() => (setFiled(undefined), setWriting(true))}>
          {t("staff.reports.new")}
        </Button>
      )}
      <section className="stack">
        <h2>{t("staff.reports.mine")}</h2>
        <Read of={reports}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="flag" title={t("staff.reports.none")}>
                {t("staff.reports.none.text")}
              </Empty>
            ) : (
              <ul className="stack">
                {items.map((report) => (
                  <li key={report.id}>
                    <MyReportCard report={report} />
                  </li>
                ))}
              </ul>
            )
          }
        </Read>
      </section>
    </div>
  );
}

function MyReportCard({ report }: { readonly report: MyReport }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="card part">
      <p className="row-title">
        {t("staff.reports.about", { about: report.about })}{" "}
        <Badge>{t("staff.reports.state", { state: report.state })}</Badge>
      </p>
      <p className="soft small">
        {report.reference} · {words.day(Date.parse(report.filedAt))}
      </p>
      {report.outcome !== null && <p>{t(`cases.outcome.${report.outcome}`)}</p>}
    </div>
  );
}

/** Shown once: the six words open the follow-up, and are kept by whoever reported. */
function Receipt({ filed }: { readonly filed: Filed }) {
  const { t } = useWords();
  return (
    <section className="card part stack" role="status">
      <h2>{t("staff.reports.filed")}</h2>
      <p>{t("staff.reports.filed.text", { reference: filed.reference })}</p>
      <p className="receipt">{filed.receipt}</p>
      <p className="soft small">{t("staff.reports.filed.words")}</p>
      <p>
        <a href={filed.followUp}>{t("staff.reports.follow")}</a>
      </p>
      {filed.notices.includes("unknown_staff") && <p className="notice">{t("staff.reports.unknown-staff")}</p>}
    </section>
  );
}
