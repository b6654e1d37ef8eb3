import { useRead } from "../../shared/api.ts";
import type { ReactNode } from "react";
import { FilterSelect, FilterText, type Page, Table } from "../../shared/Table.tsx";
import type { TableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import { StatusBadge, usePurposeName, usePurposeOptions, useWindowText } from "./parts.tsx";
import { type Mission, STATUSES } from "./rules.ts";

export type MissionFilter = "q" | "day" | "status" | "staff" | "purpose";
const PAGE_ROWS = "50";

/** Missions as the address asks for them. `day`: that day only, whatever the address says. */
export function MissionTable(props: {
  readonly state: TableState<MissionFilter>;
  readonly day?: string;
  readonly empty: ReactNode;
}) {
  const { state, day } = props;
  const { t } = useWords();
  const windowText = useWindowText();
  const purposeName = usePurposeName();
  const asked = { ...state.filters, ...(day !== undefined && { day }), sort: state.sort, after: state.after };
  const set = Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1]));
  const query = new URLSearchParams([...set, ["limit", PAGE_ROWS]]);
  const missions = useRead<Page<Mission>>(`/v1/missions?${query.toString()}`);
  return (
    <Table
      caption={t("desk.missions")}
      of={missions}
      state={state}
      keyOf={({ id }) => id}
      hrefOf={({ id }) => `/missions/${id}`}
      empty={props.empty}
      filters={<Filters state={state} hasDay={day === undefined} />}
      columns={[
        { id: "reference", title: t("desk.missions.reference"), sort: "reference", cell: ({ reference }) => reference },
        { id: "window", title: t("desk.missions.when"), sort: "opensAt", cell: windowText },
        {
          id: "staff",
          title: t("desk.missions.staff"),
          cell: ({ lines }) => lines.map(({ staff }) => staff).join(", "),
        },
        { id: "purpose", title: t("desk.missions.purpose"), cell: ({ purpose }) => purposeName(purpose) },
        {
          id: "status",
          title: t("desk.missions.status.column"),
          cell: (mission) => (
            <span className="badges">
              <StatusBadge status={mission.status} />
              <NoticeMark mission={mission} />
            </span>
          ),
        },
      ]}
    />
  );
}

function NoticeMark({ mission }: { readonly mission: Mission }) {
  const { t } = useWords();
  const { length } = mission.notices;
  return length === 0 ? null : <span className="badge wait">{t("desk.missions.notices", { count: length })}</span>;
}

function Filters({ state, hasDay }: { readonly state: TableState<MissionFilter>; readonly hasDay: boolean }) {
  const { t } = useWords();
  const purposes = usePurposeOptions();
  const all = { value: "", label: t("desk.all") };
  const statuses = STATUSES.map((status) => ({ value: status, label: t("desk.missions.status", { status }) }));
  return (
    <>
      <FilterText state={state} name="q" label={t("desk.missions.filter.q")} />
      {hasDay && <FilterText state={state} name="day" type="date" label={t("desk.missions.filter.day")} />}
      <FilterSelect state={state} name="status" label={t("desk.missions.filter.status")} options={[all, ...statuses]} />
      <FilterText state={state} name="staff" label={t("desk.missions.filter.staff")} />
      <FilterSelect
        state={state}
        name="purpose"
        label={t("desk.missions.filter.purpose")}
        options={[all, ...purposes]}
      />
    </>
  );
}
