import { Link } from "wouter";
import type { CharterAnswer } from "../../../src/charter/charters/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { type Column, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { CharterPolicy } from "./CharterPolicy.tsx";
import { useCivilDay } from "./parts.tsx";

const USUAL = { filters: {}, sort: "" } as const;

/** All versions there ever were: what was in force at a date does not change any more. */
export default function CharterPage() {
  const { t } = useWords();
  const { duty } = useSession();
  const mayWrite = duty === "admin" || duty === "dpo";
  const charters = useRead<Page<CharterAnswer>>("/v1/charters");
  const state = useTableState(USUAL);
  const newest = charters.data?.items[0]?.version ?? 0;
  return (
    <div className="stack wide">
      <PageHeader
        title={t("desk.charter")}
        lead={t("desk.charter.lead")}
        actions={
          <>
            {mayWrite && (
              <Link href="/charter/new" className="button primary">
                {t("desk.charter.new")}
              </Link>
            )}
            {newest > 0 && (
              <Link href={`/charter/compare?left=${newest - 1}&right=${newest}`} className="button">
                {t("desk.charter.compare")}
              </Link>
            )}
          </>
        }
      />
      {newest === 0 && charters.data && <p className="notice">{t("desk.charter.none")}</p>}
      <Table
        caption={t("desk.charter")}
        of={charters}
        state={state}
        keyOf={({ version }) => String(version)}
        hrefOf={({ version }) => `/charter/${version}`}
        empty={<p className="notice">{t("desk.charter.none")}</p>}
        columns={useColumns()}
      />
      {mayWrite && <CharterPolicy />}
    </div>
  );
}

function State({ isInForce, version }: { readonly isInForce: boolean; readonly version: number }) {
  const { t } = useWords();
  if (version === 0) return <Badge>{t("desk.charter.template")}</Badge>;
  return isInForce ? (
    <Badge tone="good">{t("desk.charter.in-force")}</Badge>
  ) : (
    <Badge>{t("desk.charter.not-in-force")}</Badge>
  );
}

function useColumns(): readonly Column<CharterAnswer>[] {
  const { t } = useWords();
  const day = useCivilDay();
  return [
    {
      id: "version",
      title: t("desk.charter.version"),
      cell: ({ version }) => t("desk.charter.version.is", { version }),
    },
    { id: "title", title: t("desk.charter.title"), cell: ({ title }) => title },
    { id: "from", title: t("desk.charter.in-force-from"), cell: ({ inForceFrom }) => day(inForceFrom) },
    {
      id: "consulted",
      title: t("desk.charter.consulted"),
      cell: (one) =>
        one.exemption === null ? day(one.consultedOn) : t("desk.charter.exemption.is", { why: one.exemption }),
    },
    { id: "deposited", title: t("desk.charter.deposited"), cell: ({ depositedOn }) => day(depositedOn) },
    {
      id: "state",
      title: t("desk.charter.state"),
      cell: ({ isInForce, version }) => <State isInForce={isInForce} version={version} />,
    },
  ];
}
