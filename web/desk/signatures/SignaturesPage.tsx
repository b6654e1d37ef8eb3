import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Due } from "../../shared/Due.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, type Page, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { shortId } from "../cases/names.ts";
import { useNames } from "../cases/use-case.ts";
import { useWords } from "../words.ts";
import "../cases/cases.css";

const KINDS = ["proposal", "measure"] as const;
type Signature = {
  readonly kind: (typeof KINDS)[number];
  readonly case: string;
  readonly measure: string | null;
  readonly version: number | null;
  readonly procedure: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly dueOn: string | null;
  readonly isDanger: boolean;
  readonly isMine: boolean;
};
const USUAL = { filters: { kind: "", whose: "" }, sort: "" } as const;

/** What waits for a second person: whatever has waited longest first, and never what one asked for oneself. */
export default function SignaturesPage() {
  const { t } = useWords();
  const state = useTableState<"kind" | "whose">(USUAL);
  const read = useRead<Page<Signature>>("/v1/signatures?limit=1000");
  const { kind, whose } = state.filters;
  const wanted = (one: Signature): boolean => (kind === "" || one.kind === kind) && (whose === "" || one.isMine);
  const shown = { ...read, data: read.data && { ...read.data, items: read.data.items.filter(wanted) } };
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.signatures")} lead={t("desk.signatures.lead")} />
      <Table
        caption={t("desk.signatures")}
        of={shown as typeof read}
        state={state}
        keyOf={(one) => `${one.case} ${one.measure ?? one.version}`}
        hrefOf={(one) => `/cases/${one.case}?part=${one.kind === "proposal" ? "decision" : "people"}`}
        empty={
          <Empty icon="check" title={t("desk.signatures.empty")}>
            {t("desk.signatures.empty.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns()}
      />
    </div>
  );
}

/** What a row says. */
function useColumns(): readonly Column<Signature>[] {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  return [
    {
      id: "what",
      title: t("desk.signatures.what"),
      cell: (one) => (
        <>
          {t("desk.signatures.kind", { kind: one.kind })}
          <span className="case-id mono soft">{shortId(one.case)}</span>
        </>
      ),
    },
    {
      id: "state",
      title: t("desk.signatures.state"),
      cell: (one) => (
        <span className="badges">
          <Badge>{t("desk.cases.procedure", { procedure: one.procedure })}</Badge>
          {one.isDanger && <Badge tone="stop">{t("desk.cases.danger")}</Badge>}
          {one.isMine && <Badge tone="good">{t("desk.signatures.joined")}</Badge>}
        </span>
      ),
    },
    {
      id: "asked",
      title: t("desk.signatures.asked"),
      cell: (one) => (
        <>
          {nameOf(one.askedBy)}
          <span className="case-id soft">
            {words.day(Date.parse(one.askedAt))}, {words.time(Date.parse(one.askedAt))}
          </span>
        </>
      ),
    },
    {
      id: "due",
      title: t("desk.cases.column.due"),
      cell: ({ dueOn }) =>
        dueOn === null ? <span className="soft">{t("desk.cases.due.none")}</span> : <Due due={dueOn} />,
    },
  ];
}

function Filters({ state }: { readonly state: TableState<keyof typeof USUAL.filters> }) {
  const { t } = useWords();
  return (
    <>
      <FilterSelect
        state={state}
        name="kind"
        label={t("desk.signatures.what")}
        options={[
          { value: "", label: t("desk.signatures.all") },
          ...KINDS.map((one) => ({ value: one, label: t("desk.signatures.kind", { kind: one }) })),
        ]}
      />
      <FilterSelect
        state={state}
        name="whose"
        label={t("desk.signatures.whose")}
        options={[
          { value: "", label: t("desk.signatures.everybody") },
          { value: "mine", label: t("desk.signatures.mine") },
        ]}
      />
    </>
  );
}
