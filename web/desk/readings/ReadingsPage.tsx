import { useState } from "react";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Due } from "../../shared/Due.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, type Page, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import "../cases/cases.css";
import { PATH, type Reading } from "./reading.ts";
import { OpenReading } from "./OpenReading.tsx";

const USUAL = { filters: { direction: "" }, sort: "" } as const;

/** Texts that were kept back and whose senders asked that a person reads them: the longest waiting first. */
export default function ReadingsPage() {
  const { t } = useWords();
  const state = useTableState<"direction">(USUAL);
  const read = useRead<Page<Reading>>(PATH);
  const [opened, setOpened] = useState<Reading>();
  const { direction } = state.filters;
  const items = read.data?.items.filter((one) => direction === "" || one.direction === direction);
  const shown = { ...read, data: read.data && { ...read.data, items } };
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.readings")} lead={t("desk.readings.lead")} />
      <Table
        caption={t("desk.readings")}
        of={shown as typeof read}
        state={state}
        keyOf={({ attempt }) => attempt}
        empty={
          <Empty icon="eye" title={t("desk.readings.empty")}>
            {t("desk.readings.empty.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns(setOpened)}
      />
      {opened && <OpenReading reading={opened} onClose={() => setOpened(undefined)} />}
    </div>
  );
}

/** What a row says. */
function useColumns(onOpen: (reading: Reading) => void): readonly Column<Reading>[] {
  const words = useWords();
  const { t } = words;
  return [
    {
      id: "direction",
      title: t("desk.readings.direction"),
      cell: (one) => (
        <>
          {t("desk.readings.direction.value", { direction: one.direction })}
          {one.staff !== null && <span className="case-id soft">{one.staff}</span>}
        </>
      ),
    },
    {
      id: "asked",
      title: t("desk.readings.asked"),
      cell: ({ askedAt }) => `${words.day(Date.parse(askedAt))}, ${words.time(Date.parse(askedAt))}`,
    },
    { id: "expires", title: t("desk.readings.expires"), cell: ({ expiresAt }) => <Due due={expiresAt} /> },
    {
      id: "read",
      title: t("desk.readings.state"),
      cell: ({ readAt }) => (
        <Badge tone={readAt === null ? "wait" : "accent"}>
          {t("desk.readings.read", { read: String(readAt !== null) })}
        </Badge>
      ),
    },
    {
      id: "act",
      title: t("desk.readings.act"),
      cell: (one) => (
        <Button
          aria-label={t("desk.readings.open.of", { direction: one.direction, staff: one.staff ?? "—" })}
          onClick={() => onOpen(one)}
        >
          {t("desk.readings.open")}
        </Button>
      ),
    },
  ];
}

function Filters({ state }: { readonly state: TableState<"direction"> }) {
  const { t } = useWords();
  return (
    <FilterSelect
      state={state}
      name="direction"
      label={t("desk.readings.direction")}
      options={[
        { value: "", label: t("desk.readings.all") },
        ...(["staff_to_customer", "customer_to_staff"] as const).map((one) => ({
          value: one,
          label: t("desk.readings.direction.value", { direction: one }),
        })),
      ]}
    />
  );
}
