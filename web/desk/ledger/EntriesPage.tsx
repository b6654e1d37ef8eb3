import type { UseQueryResult } from "@tanstack/react-query";
import type { EntryList, LedgerHealth } from "../../../src/ledger/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { FilterSelect, FilterText, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import { fieldsOf } from "./rules.ts";
import "./ledger.css";

type Entry = EntryList["items"][number];
const USUAL = { filters: { log: "", from: "" }, sort: "" } as const;
const PAGE_ROWS = 50;

/** Entries of a log in order, under pseudonyms: who did what when, as it was written and never changed. */
export default function EntriesPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState<"log" | "from">(USUAL);
  const logs = useRead<LedgerHealth>("/v1/ledger/health").data?.items ?? [];
  const log = state.filters.log || (logs.find(({ current }) => current)?.name ?? logs[0]?.name ?? "");
  const from = state.after ?? (/^\d{1,15}$/.test(state.filters.from) ? state.filters.from : "0");
  const query = new URLSearchParams({ log, from, limit: String(PAGE_ROWS) });
  const entries = useRead<EntryList>(`/v1/ledger/entries?${query.toString()}`, { enabled: log !== "" });
  const { data } = entries;
  const next = data?.next ?? null;
  const page = { ...entries, data: data && { items: data.items, next: next === null ? null : String(next) } };
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.ledger.entries")} lead={t("desk.ledger.entries.lead")} />
      <Table<Entry, "log" | "from">
        caption={t("desk.ledger.entries")}
        of={page as UseQueryResult<Page<Entry>>}
        state={state}
        keyOf={({ index }) => String(index)}
        empty={
          <Empty icon="list" title={t("desk.ledger.entries.none")}>
            {t("desk.ledger.entries.none.text")}
          </Empty>
        }
        filters={
          <>
            <FilterSelect
              state={state}
              name="log"
              label={t("desk.ledger.log")}
              options={logs.map(({ name, current }) => ({
                value: current && state.filters.log === "" ? "" : name,
                label: name,
              }))}
            />
            <FilterText state={state} name="from" label={t("desk.ledger.from")} />
          </>
        }
        columns={[
          { id: "index", title: t("desk.ledger.index"), cell: ({ index }) => words.number(index) },
          {
            id: "at",
            title: t("desk.ledger.at"),
            cell: ({ at }) => `${words.day(Date.parse(at))}, ${words.timeWithSeconds(Date.parse(at))}`,
          },
          { id: "event", title: t("desk.ledger.event"), cell: ({ event }) => <span className="mono">{event}</span> },
          { id: "fields", title: t("desk.ledger.fields"), cell: (entry) => <Fields entry={entry} /> },
        ]}
      />
    </div>
  );
}

function Fields({ entry }: { readonly entry: Entry }) {
  const { t } = useWords();
  const fields = fieldsOf(entry.entry);
  return (
    <>
      {entry.isReduced && <Badge tone="wait">{t("desk.ledger.reduced")}</Badge>}
      {fields.length > 0 && (
        <details>
          <summary>
            {t("desk.ledger.fields.count", { count: fields.length })}
            <span className="visually-hidden"> {entry.index}</span>
          </summary>
          <dl className="entry-fields small">
            {fields.map(([name, value]) => (
              <div key={name}>
                <dt className="mono">{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
