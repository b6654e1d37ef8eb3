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

/** `GET /v1/cases`, of what a request for data needs. */
type Request = {
  readonly id: string;
  readonly right: string | null;
  readonly state: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueOn: string | null;
  readonly handler: string | null;
};
type Filter = "q" | "handler" | "isClosed";
const USUAL = { filters: { q: "", handler: "", isClosed: "false" }, sort: "due" } as const;

/** What people ask for of their data, the nearest deadline first. */
export default function RequestsPage() {
  const { t } = useWords();
  const state = useTableState<Filter>(USUAL);
  const asked = {
    ...state.filters,
    procedure: "rights_request",
    sort: state.sort.replace("-", ""),
    after: state.after,
    limit: "50",
  };
  const query = new URLSearchParams(Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1])));
  const requests = useRead<Page<Request>>(`/v1/cases?${query.toString()}`);
  const take = (
    <Link href="/requests/new" className="button primary">
      {t("desk.requests.take")}
    </Link>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.requests")} lead={t("desk.requests.lead")} actions={take} />
      <Table
        caption={t("desk.requests")}
        of={requests}
        state={state}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/cases/${id}`}
        empty={
          <Empty icon="scale" title={t("desk.requests.none")} action={take}>
            {t("desk.requests.none.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns()}
      />
    </div>
  );
}

function Filters({ state }: { readonly state: TableState<Filter> }) {
  const { t } = useWords();
  const whose = (["", "me", "none"] as const).map((value) => ({
    value,
    label: t("desk.requests.whose", { who: value === "" ? "all" : value }),
  }));
  const closed = (["false", "true"] as const).map((value) => ({
    value,
    label: t("desk.requests.closed", { closed: value }),
  }));
  const sorts = (["due", "opened"] as const).map((value) => ({ value, label: t("desk.requests.sort", { by: value }) }));
  return (
    <>
      <FilterText state={state} name="q" label={t("desk.requests.filter")} />
      <FilterSelect state={state} name="handler" label={t("desk.requests.handler")} options={whose} />
      <FilterSelect state={state} name="isClosed" label={t("desk.requests.state")} options={closed} />
      <div>
        <span className="label">{t("desk.requests.order")}</span>
        <div className="buttons">
          {sorts
            .filter(({ value }) => value !== state.sort)
            .map(({ value, label }) => (
              <button key={value} type="button" className="button" onClick={() => state.setSort(value)}>
                {label}
              </button>
            ))}
        </div>
      </div>
    </>
  );
}

function useColumns(): readonly Column<Request>[] {
  const words = useWords();
  const { t } = words;
  const { deskUser } = useSession();
  return [
    {
      id: "right",
      title: t("desk.requests.right"),
      cell: ({ right, id }) => `${t("desk.requests.right.is", { right: right ?? "other" })} · ${id.slice(-6)}`,
    },
    {
      id: "due",
      title: t("desk.requests.due"),
      cell: ({ dueOn, closedAt }) => dueOn !== null && closedAt === null && <Due due={dueOn} />,
    },
    {
      id: "state",
      title: t("desk.requests.state"),
      cell: (one) => (
        <Badge tone={one.closedAt === null ? "accent" : "good"}>
          {t("desk.requests.state.is", { state: one.state })}
        </Badge>
      ),
    },
    {
      id: "handler",
      title: t("desk.requests.handler"),
      cell: ({ handler }) =>
        t("desk.requests.handler.is", { who: handler === null ? "none" : handler === deskUser ? "me" : "other" }),
    },
    { id: "opened", title: t("desk.requests.opened"), cell: ({ openedAt }) => words.day(Date.parse(openedAt)) },
  ];
}
