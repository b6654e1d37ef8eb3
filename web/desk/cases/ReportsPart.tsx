import { type ReactNode, useState } from "react";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { Icon } from "../../shared/icons.tsx";
import { Empty } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer, ReportInCase } from "./wire.ts";

/** What was told, as it was told. Pictures are opened one by one: nobody is shown what they did not ask to see. */
export function ReportsPart({ one, isOnPaper = false }: { readonly one: CaseAnswer; readonly isOnPaper?: boolean }) {
  const { t } = useWords();
  if (one.reports.length === 0) {
    return (
      <Empty icon="flag" title={t("desk.cases.reports.none")}>
        {t("desk.cases.reports.none.text")}
      </Empty>
    );
  }
  return (
    <div className="stack wide">
      {one.reports.map((report) => (
        <Report key={report.id} caseId={one.id} report={report} isOnPaper={isOnPaper} />
      ))}
    </div>
  );
}

type Shown = { readonly caseId: string; readonly report: ReportInCase; readonly isOnPaper: boolean };

function Report({ caseId, report, isOnPaper }: Shown) {
  const words = useWords();
  const { t } = words;
  const { duty } = useSession();
  const filed = Date.parse(report.filedAt);
  return (
    <article className="card report stack" aria-label={t("desk.cases.report.of", { day: words.day(filed) })}>
      <div className="report-head">
        <h3>
          <time dateTime={report.filedAt}>{`${words.day(filed)}, ${words.time(filed)}`}</time>
        </h3>
        <span className="badges">
          {report.isDanger && <Badge tone="stop">{t("desk.cases.danger")}</Badge>}
          {report.what.map((what) => (
            <Badge key={what}>{t("desk.cases.report.what", { what })}</Badge>
          ))}
        </span>
      </div>
      <dl className="pairs wide-pairs">
        <Pair name={t("desk.cases.report.by")}>{t("desk.cases.report.by.value", { by: report.by })}</Pair>
        <Pair name={t("desk.cases.report.door")}>{t("desk.cases.report.door.value", { door: report.door })}</Pair>
        <Pair name={t("desk.cases.report.wish")}>{t("desk.cases.report.wish.value", { wish: report.wish })}</Pair>
        <Pair name={t("desk.cases.report.reach")}>
          {t("desk.cases.report.reach.value", { reach: String(report.isReachable) })}
          {report.hours !== null && ` · ${t("desk.cases.report.hours", { hours: report.hours })}`}
        </Pair>
        <Pair name={t("desk.cases.report.concerned")}>
          {report.concerned.length === 0 && t("desk.cases.report.concerned.none")}
          {report.concerned.map(({ staff, knownBy }) => (
            <span key={staff}>
              {staff} <span className="soft small">{t("desk.cases.report.known-by", { by: knownBy })}</span>
            </span>
          ))}
          {report.isUnsure && <Badge tone="wait">{t("desk.cases.report.unsure")}</Badge>}
        </Pair>
      </dl>
      <Told report={report} />
      {report.findings.length > 0 && (
        <p className="notice">{t("desk.cases.report.findings", { count: report.findings.length })}</p>
      )}
      {report.pictures > 0 && duty !== "rights_officer" && (
        <Pictures caseId={caseId} report={report} isOnPaper={isOnPaper} />
      )}
      {!isOnPaper && duty === "handler" && (
        <ActBox label={t("desk.cases.report.add")} lead={t("desk.cases.report.add.lead")}>
          {(close) => <AddDetails report={report} onDone={close} />}
        </ActBox>
      )}
    </article>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Told({ report }: { readonly report: ReportInCase }) {
  const words = useWords();
  const { t } = words;
  if (report.details.length === 0) return <p className="soft">{t("desk.cases.report.silent")}</p>;
  return (
    <ol className="told">
      {report.details.map(({ kind, at, text }, n) => (
        <li key={`${at} ${n}`}>
          <p className="soft small">
            {t("desk.cases.report.detail", { kind })} · {words.day(Date.parse(at))}, {words.time(Date.parse(at))}
          </p>
          {text === null ? (
            <p className="soft">{t("desk.cases.erased")}</p>
          ) : (
            <blockquote className="said">{text}</blockquote>
          )}
        </li>
      ))}
    </ol>
  );
}

function Pictures({ caseId, report, isOnPaper }: Shown) {
  const { t } = useWords();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [broken, setBroken] = useState<ReadonlySet<number>>(new Set());
  if (isOnPaper) return <p className="soft">{t("desk.cases.pictures.count", { count: report.pictures })}</p>;
  return (
    <section className="stack" aria-label={t("desk.cases.pictures")}>
      <p className="soft small">{t("desk.cases.pictures.lead", { count: report.pictures })}</p>
      <div className="pictures">
        {Array.from({ length: report.pictures }, (_, n) =>
          broken.has(n) ? (
            <p key={n} role="alert" className="notice">
              {t("desk.cases.picture.broken", { n: n + 1 })}
            </p>
          ) : open.has(n) ? (
            <img
              key={n}
              src={`/v1/cases/${caseId}/reports/${report.id}/pictures/${n}`}
              alt={t("desk.cases.picture.alt", { n: n + 1 })}
              onError={() => setBroken(new Set([...broken, n]))}
            />
          ) : (
            <Button key={n} onClick={() => setOpen(new Set([...open, n]))}>
              <Icon name="eye" />
              {t("desk.cases.picture.open", { n: n + 1 })}
            </Button>
          ),
        )}
      </div>
    </section>
  );
}

function AddDetails({ report, onDone }: { readonly report: ReportInCase; readonly onDone: () => void }) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `reports/${report.id}/details`,
    initial: { text: "", when: "" },
    check: ({ text }) => ({ text: needed(text) }),
    body: ({ text, when }) => ({ text, ...(when.trim() !== "" && { when }) }),
    done: t("desk.cases.report.added"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.report.add.submit")}>
      <TextField form={form} name="text" isLong label={t("desk.cases.report.add.text")} />
      <TextField form={form} name="when" label={t("desk.cases.report.add.when")} maxLength={200} />
    </Form>
  );
}
