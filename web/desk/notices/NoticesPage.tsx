import { useCallback } from "react";
import { Link } from "wouter";
import type { NoticeAnswer } from "../../../src/charter/notices/wire.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useLoaded } from "../parts/use-loaded.ts";
import { useWords } from "../words.ts";

const USUAL = { filters: {}, sort: "" } as const;

/** What staff are told about the modules that watch them. */
export default function NoticesPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState(USUAL);
  const newestFirst = useCallback((rows: readonly NoticeAnswer[]) => rows.toReversed(), []);
  const notices = useLoaded(useRead<{ readonly items: readonly NoticeAnswer[] }>("/v1/notices"), state, newestFirst);
  const make = (
    <Link href="/notices/new" className="button primary">
      {t("desk.notices.new")}
    </Link>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.notices")} lead={t("desk.notices.lead")} actions={make} />
      <Table
        caption={t("desk.notices")}
        of={notices}
        state={state}
        keyOf={({ version }) => version}
        hrefOf={({ version }) => `/notices/${version}`}
        empty={
          <Empty icon="bubble" title={t("desk.notices.none")} action={make}>
            {t("desk.notices.none.text")}
          </Empty>
        }
        columns={[
          { id: "version", title: t("desk.notices.version"), cell: ({ version }) => version },
          { id: "title", title: t("desk.notices.title"), cell: ({ title }) => title },
          {
            id: "modules",
            title: t("desk.notices.modules"),
            cell: ({ modules }) => modules.map((module) => t(`desk.module.is.${module}`)).join(", "),
          },
          {
            id: "recorded",
            title: t("desk.notices.recorded"),
            cell: ({ recordedAt }) => words.day(Date.parse(recordedAt)),
          },
          {
            id: "received",
            title: t("desk.notices.received"),
            isNumber: true,
            cell: ({ receivedBy }) => words.number(receivedBy ?? 0),
          },
        ]}
      />
    </div>
  );
}
