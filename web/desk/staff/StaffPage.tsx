import { Link } from "wouter";
import type { StaffItem } from "../../../src/people/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterText, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import "../parts/parts.css";

const USUAL = { filters: { q: "" }, sort: "" } as const;
const PAGE_ROWS = "50";

/** By their references only: names and phones are in the vault. */
export default function StaffPage() {
  const { t } = useWords();
  const state = useTableState<"q">(USUAL);
  const asked = { q: state.filters.q, after: state.after, limit: PAGE_ROWS };
  const query = new URLSearchParams(Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1])));
  const staff = useRead<Page<StaffItem>>(`/v1/staff?${query.toString()}`);
  const put = (
    <Link href="/staff/put" className="button primary">
      {t("desk.staff.put")}
    </Link>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.staff")} lead={t("desk.staff.lead")} actions={put} />
      <Table
        caption={t("desk.staff")}
        of={staff}
        state={state}
        keyOf={({ reference }) => reference}
        empty={
          <Empty icon="people" title={t("desk.staff.none")} action={put}>
            {t("desk.staff.none.text")}
          </Empty>
        }
        filters={<FilterText state={state} name="q" label={t("desk.staff.filter")} />}
        columns={useColumns()}
      />
    </div>
  );
}

function Standing({ staff: { standing, isOnHold } }: { readonly staff: StaffItem }) {
  const { t } = useWords();
  const tone = standing === "active" ? "good" : "stop";
  return (
    <span className="badges">
      <Badge tone={tone}>{t("desk.staff.standing.is", { standing })}</Badge>
      {isOnHold && <Badge tone="wait">{t("desk.staff.on-hold")}</Badge>}
    </span>
  );
}

function useColumns(): readonly Column<StaffItem>[] {
  const words = useWords();
  const { t } = words;
  return [
    { id: "reference", title: t("desk.staff.reference"), cell: ({ reference }) => reference },
    { id: "standing", title: t("desk.staff.standing"), cell: (one) => <Standing staff={one} /> },
    { id: "regime", title: t("desk.staff.regime"), cell: ({ regime }) => t(`desk.staff.regime.is.${regime}`) },
    { id: "depot", title: t("desk.staff.depot"), cell: ({ depot }) => depot ?? "–" },
    {
      id: "phone",
      title: t("desk.staff.phone"),
      cell: ({ hasPhone }) => t("desk.staff.has-phone", { has: String(hasPhone) }),
    },
    {
      id: "charter",
      title: t("desk.staff.charter"),
      cell: ({ charterAcknowledged: has }) => (
        <Badge tone={has ? "good" : "wait"}>{t("desk.staff.charter.is", { has: String(has) })}</Badge>
      ),
    },
    {
      id: "today",
      title: t("desk.staff.today"),
      isNumber: true,
      cell: ({ missionsToday }) => words.number(missionsToday),
    },
    {
      id: "acts",
      title: t("desk.staff.acts"),
      cell: ({ reference }) => (
        <Link href={`/staff/put?reference=${encodeURIComponent(reference)}`}>
          {t("desk.staff.change")}
          <span className="visually-hidden"> {reference}</span>
        </Link>
      ),
    },
  ];
}
