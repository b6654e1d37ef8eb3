import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Due } from "../../shared/Due.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useSession } from "../session.ts";
import { useWindowText } from "../missions/parts.tsx";
import { useWords } from "../words.ts";

type Reassignment = {
  readonly mission: string;
  readonly reference: string;
  readonly staff: string;
  readonly opensAt: string;
  readonly closesAt: string;
};
const USUAL = { filters: {}, sort: "" } as const;

/** Missions whose staff member somebody else has to stand in for: never why. */
export default function ReassignmentsPage() {
  const { t } = useWords();
  const { duty } = useSession();
  const windowText = useWindowText();
  const state = useTableState(USUAL);
  const waiting = useRead<Page<Reassignment>>("/v1/reassignments?limit=1000");
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.reassignments")} lead={t("desk.reassignments.lead")} />
      <Table
        caption={t("desk.reassignments")}
        of={waiting}
        state={state}
        keyOf={({ mission, staff }) => `${mission} ${staff}`}
        {...(duty === "dispatcher" && { hrefOf: ({ mission }: Reassignment) => `/missions/${mission}` })}
        empty={
          <Empty
            icon="check"
            title={t("desk.reassignments.none")}
            action={
              duty === "dispatcher" && (
                <Link href="/missions-of-day" className="button">
                  {t("desk.missions.day")}
                </Link>
              )
            }
          >
            {t("desk.reassignments.none.text")}
          </Empty>
        }
        columns={[
          { id: "reference", title: t("desk.missions.reference"), cell: ({ reference }) => reference },
          { id: "due", title: t("desk.reassignments.before"), cell: ({ opensAt }) => <Due due={opensAt} /> },
          { id: "window", title: t("desk.missions.when"), cell: windowText },
          { id: "staff", title: t("desk.reassignments.staff"), cell: ({ staff }) => staff },
        ]}
      />
    </div>
  );
}
