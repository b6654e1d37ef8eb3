import { Link } from "wouter";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import { type MissionFilter, MissionTable } from "./MissionTable.tsx";

const USUAL = { filters: { q: "", day: "", status: "", staff: "", purpose: "" }, sort: "-opensAt" } as const;

export default function MissionsPage() {
  const { t } = useWords();
  const state = useTableState<MissionFilter>(USUAL);
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.missions")} lead={t("desk.missions.lead")} actions={<Ways />} />
      <MissionTable
        state={state}
        empty={
          <Empty icon="list" title={t("desk.missions.none")} action={<Ways />}>
            {t("desk.missions.none.text")}
          </Empty>
        }
      />
    </div>
  );
}

/** How missions get here. */
function Ways() {
  const { t } = useWords();
  return (
    <div className="buttons">
      <Link href="/missions/new" className="button primary">
        {t("desk.missions.new")}
      </Link>
      <Link href="/imports/new" className="button">
        <Icon name="file" />
        {t("desk.imports.start")}
      </Link>
    </div>
  );
}
