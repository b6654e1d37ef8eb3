import { serverNow } from "../../shared/clock.ts";
import { useParams } from "wouter";
import type { NoticeAnswer, ReceiptAnswer } from "../../../src/charter/notices/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";

const USUAL = { filters: {}, sort: "" } as const;

/** One version: its text, and who received it. */
export default function NoticePage() {
  const words = useWords();
  const { t, language } = words;
  const { version } = useParams<{ version: string }>();
  const notices = useRead<{ readonly items: readonly NoticeAnswer[] }>("/v1/notices");
  return (
    <Read of={notices}>
      {({ items }) => {
        const notice = items.find((one) => one.version === version);
        if (notice === undefined) return <Empty title={t("desk.notices.unknown")} />;
        return (
          <div className="stack wide">
            <PageHeader
              title={notice.title}
              lead={t("desk.notices.lead.of", {
                version,
                modules: notice.modules.map((module) => t(`desk.module.is.${module}`)).join(", "),
              })}
              actions={<Button onClick={() => print()}>{t("desk.print")}</Button>}
            />
            <Section title={t("desk.notices.text")}>
              <p className="reading-text" lang={language}>
                {notice.text[language]}
              </p>
            </Section>
            <Section title={t("desk.notices.receipts")}>
              <Receipts version={version} />
            </Section>
          </div>
        );
      }}
    </Read>
  );
}

function Receipts({ version }: { readonly version: string }) {
  const words = useWords();
  const { t } = words;
  const state = useTableState(USUAL);
  const after = state.after === undefined ? "" : `&after=${state.after}`;
  const receipts = useRead<Page<ReceiptAnswer>>(`/v1/notices/${encodeURIComponent(version)}/receipts?limit=50${after}`);
  return (
    <Table
      caption={t("desk.notices.receipts")}
      of={receipts}
      state={state}
      keyOf={({ staff }) => staff}
      empty={
        <Empty icon="check" title={t("desk.notices.receipts.none")}>
          {t("desk.notices.receipts.none.text")}
        </Empty>
      }
      columns={[
        { id: "staff", title: t("desk.staff.reference"), cell: ({ staff }) => staff },
        {
          id: "at",
          title: t("desk.acknowledged.at"),
          cell: ({ givenAt }) => words.when(Date.parse(givenAt), serverNow()),
        },
        {
          id: "how",
          title: t("desk.acknowledged.how"),
          cell: ({ givenBy }) => t("desk.acknowledged.how.is", { how: givenBy }),
        },
      ]}
    />
  );
}
