import { serverNow } from "../../shared/clock.ts";
import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge, type Tone } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import type { ImportRecord } from "./record.ts";

const USUAL = { filters: {}, sort: "" } as const;
const TONES: { readonly [state in ImportRecord["state"]]: Tone } = { running: "accent", done: "good", failed: "stop" };

export default function ImportsPage() {
  const words = useWords();
  const { t } = words;
  const imports = useRead<Page<ImportRecord>>("/v1/imports?limit=100");
  const state = useTableState(USUAL);
  const start = (
    <Link href="/imports/new" className="button primary">
      {t("desk.imports.start")}
    </Link>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.imports")} lead={t("desk.imports.lead")} actions={start} />
      <Table
        caption={t("desk.imports")}
        of={imports}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="file" title={t("desk.imports.none")} action={start}>
            {t("desk.imports.none.text")}
          </Empty>
        }
        columns={[
          { id: "at", title: t("desk.imports.at"), cell: (one) => words.when(Date.parse(one.startedAt), serverNow()) },
          {
            id: "kind",
            title: t("desk.imports.kind"),
            cell: (one) => t("desk.imports.kind.is", { trial: String(one.isDryRun) }),
          },
          {
            id: "mapping",
            title: t("desk.imports.way"),
            cell: (one) => t("desk.imports.mapping", { name: one.mapping }),
          },
          {
            id: "state",
            title: t("desk.imports.state"),
            cell: (one) => <Badge tone={TONES[one.state]}>{t("desk.imports.state.is", { state: one.state })}</Badge>,
          },
          { id: "rows", title: t("desk.imports.rows"), isNumber: true, cell: ({ rows }) => words.number(rows) },
          {
            id: "accepted",
            title: t("desk.imports.accepted"),
            isNumber: true,
            cell: ({ accepted }) => words.number(accepted),
          },
          {
            id: "rejected",
            title: t("desk.imports.rejected.column"),
            isNumber: true,
            cell: ({ rejected }) => words.number(rejected),
          },
        ]}
      />
    </div>
  );
}
