import { serverNow } from "../../shared/clock.ts";
import type { AcknowledgementAnswer } from "../../../src/charter/charters/wire.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { FilterText, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";

const USUAL = { filters: { staff: "", version: "" }, sort: "" } as const;

/** Who acknowledged which version of the charter. */
export default function AcknowledgementsPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState<"staff" | "version">(USUAL);
  const { staff, version } = state.filters;
  const asked = { staff, version: /^\d{1,4}$/.test(version) ? version : "", after: state.after, limit: "50" };
  const query = new URLSearchParams(Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1])));
  const given = useRead<Page<AcknowledgementAnswer>>(`/v1/charter-acknowledgements?${query.toString()}`);
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.acknowledged")} lead={t("desk.acknowledged.lead")} />
      <Table
        caption={t("desk.acknowledged")}
        of={given}
        state={state}
        keyOf={(one) => `${one.staff} ${one.version} ${one.givenAt}`}
        empty={
          <Empty icon="check" title={t("desk.acknowledged.none")}>
            {t("desk.acknowledged.none.text")}
          </Empty>
        }
        filters={
          <>
            <FilterText state={state} name="staff" label={t("desk.acknowledged.staff.filter")} />
            <FilterText state={state} name="version" label={t("desk.charter.version")} />
          </>
        }
        columns={[
          { id: "staff", title: t("desk.staff.reference"), cell: (one) => one.staff },
          {
            id: "version",
            title: t("desk.charter.version"),
            cell: (one) => t("desk.charter.version.is", { version: one.version }),
          },
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
    </div>
  );
}
