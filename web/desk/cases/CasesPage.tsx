import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Due } from "../../shared/Due.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, FilterText, type Page, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { CaseBadges, STATES } from "./CaseBadges.tsx";
import { Counts } from "./Counts.tsx";
import { categoryName, shortId, titleOf } from "./names.ts";
import { CATEGORIES } from "./taxonomy.ts";
import { useNames } from "./use-case.ts";
import type { CaseSummary } from "./wire.ts";
import "./cases.css";

const USUAL = { filters: { handler: "", state: "", procedure: "", primary: "", q: "" }, sort: "due" } as const;
const PROCEDURES = ["customer_complaint", "staff_alert", "rights_request"] as const;

/** Cases without a word of them, the oldest deadline of the law first. */
export default function CasesPage() {
  const { t } = useWords();
  const { duty } = useSession();
  const state = useTableState<keyof typeof USUAL.filters>(USUAL);
  const { handler, state: stands, procedure, primary, q } = state.filters;
  const asked = { handler, state: stands, procedure, primary, q: q.trim(), after: state.after ?? "" };
  const query = new URLSearchParams({
    limit: "50",
    // Each has one direction: the oldest deadline first, or the latest opened first.
    sort: state.sort.endsWith("opened") ? "opened" : "due",
    ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== "")),
  });
  const cases = useRead<Page<CaseSummary>>(`/v1/cases?${query}`);
  return (
    <div className="stack wide">
      <PageHeader
        title={t("desk.cases")}
        lead={t("desk.cases.lead")}
        actions={
          duty === "rights_officer" && (
            <Link href="/cases/new" className="button primary">
              {t("desk.cases.request.take")}
            </Link>
          )
        }
      />
      <Counts state={state} />
      <Table
        caption={t("desk.cases")}
        of={cases}
        state={state}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/cases/${id}`}
        empty={
          <Empty icon="scale" title={t("desk.cases.empty")}>
            {t("desk.cases.empty.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns()}
      />
    </div>
  );
}

/** What a row says. */
function useColumns(): readonly Column<CaseSummary>[] {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  return [
    {
      id: "about",
      title: t("desk.cases.column.about"),
      cell: (one) => (
        <>
          {titleOf(words, one)}
          <span className="case-id mono soft">{shortId(one.id)}</span>
        </>
      ),
    },
    {
      id: "state",
      title: t("desk.cases.column.state"),
      cell: (one) => <CaseBadges one={one} />,
    },
    {
      id: "due",
      title: t("desk.cases.column.due"),
      sort: "due",
      cell: ({ dueOn }) =>
        dueOn === null ? <span className="soft">{t("desk.cases.due.none")}</span> : <Due due={dueOn} />,
    },
    {
      id: "handler",
      title: t("desk.cases.column.handler"),
      cell: (one) => (one.handler === null ? <Badge tone="wait">{t("desk.cases.nobody")}</Badge> : nameOf(one.handler)),
    },
    {
      id: "opened",
      title: t("desk.cases.column.opened"),
      sort: "opened",
      cell: ({ openedAt }) => <time dateTime={openedAt}>{words.day(Date.parse(openedAt))}</time>,
    },
  ];
}

function Filters({ state }: { readonly state: TableState<keyof typeof USUAL.filters> }) {
  const words = useWords();
  const { t } = words;
  const { duty } = useSession();
  const any = { value: "", label: t("desk.cases.filter.any") };
  return (
    <>
      <FilterSelect
        state={state}
        name="handler"
        label={t("desk.cases.filter.handler")}
        options={[
          any,
          { value: "me", label: t("desk.cases.filter.mine") },
          { value: "none", label: t("desk.cases.filter.nobody") },
        ]}
      />
      <FilterSelect
        state={state}
        name="state"
        label={t("desk.cases.filter.state")}
        options={[
          { value: "", label: t("desk.cases.filter.running") },
          ...STATES.map((one) => ({ value: one, label: t("desk.cases.state", { state: one }) })),
        ]}
      />
      {duty !== "rights_officer" && (
        <FilterSelect
          state={state}
          name="procedure"
          label={t("desk.cases.filter.procedure")}
          options={[
            any,
            ...PROCEDURES.map((one) => ({ value: one, label: t("desk.cases.procedure", { procedure: one }) })),
          ]}
        />
      )}
      {duty !== "rights_officer" && (
        <FilterSelect
          state={state}
          name="primary"
          label={t("desk.cases.filter.primary")}
          options={[any, ...CATEGORIES.map((one) => ({ value: one, label: categoryName(words, one) }))]}
        />
      )}
      <FilterText state={state} name="q" label={t("desk.cases.filter.id")} />
    </>
  );
}
