import { useSearch } from "wouter";
import { useLocation } from "wouter";
import type { RegimeList } from "../../../src/charter/regimes/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Tabs } from "../../shared/Tabs.tsx";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";

type Clock = RegimeList["procedures"][number]["clocks"][number];

/** The law's clocks as this house counts them, each with its article: read only, changed with a new release. */
export default function RegimesPage() {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const chosen = new URLSearchParams(useSearch()).get("tab") ?? "employee-fr";
  const regimes = useRead<RegimeList>("/v1/regimes");
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.regimes")} lead={t("desk.regimes.lead")} />
      <Read of={regimes}>
        {({ items, procedures }) => (
          <Tabs
            label={t("desk.regimes")}
            chosen={chosen}
            onChoose={(tab) => navigate(`/regimes?tab=${tab}`, { replace: true })}
            tabs={[
              ...items.map((regime) => ({
                id: regime.name,
                title: t(`desk.staff.regime.is.${regime.name}`),
                content: <Regime regime={regime} />,
              })),
              ...procedures.map(({ name, clocks }) => ({
                id: name,
                title: t("desk.regimes.procedure", { procedure: name }),
                content: <Clocks clocks={clocks} />,
              })),
            ]}
          />
        )}
      </Read>
    </div>
  );
}

function Regime({ regime }: { readonly regime: RegimeList["items"][number] }) {
  const { t, has } = useWords();
  const sanctionName = (kind: string): string => {
    const key = `charter.sanction.${kind}`;
    return has(key) ? t(key) : kind.replaceAll("_", " ");
  };
  const { exceptions, forbiddenSanctions, invokable } = regime;
  return (
    <div className="stack wide">
      <Clocks clocks={regime.clocks} />
      <p className="soft">{t("desk.regimes.invokable", { count: invokable.years, source: invokable.source })}</p>
      {exceptions.length > 0 && (
        <Section title={t("desk.regimes.exceptions")} lead={t("desk.regimes.exceptions.lead")}>
          <ul className="consequences">
            {exceptions.map(({ id, source }) => (
              <li key={id}>
                <NameOf of="exception" id={id} /> <span className="soft">({source})</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {forbiddenSanctions.length > 0 && (
        <Section title={t("desk.regimes.forbidden")}>
          <ul className="consequences">
            {forbiddenSanctions.map(({ kind, source }) => (
              <li key={kind}>
                {sanctionName(kind)} <span className="soft">({source})</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** In the words of the page of a case, where the same names stand. */
function NameOf({ of, id }: { readonly of: "clock" | "date" | "exception"; readonly id: string }) {
  const { t, has } = useWords();
  const key = `desk.cases.${of}.${id}`;
  return <>{has(key) ? t(key) : id.replaceAll("_", " ")}</>;
}

function Clocks({ clocks }: { readonly clocks: readonly Clock[] }) {
  const { t } = useWords();
  if (clocks.length === 0) return <p className="soft">{t("desk.regimes.no-clock")}</p>;
  const span = ({ count, unit }: Clock["span"]): string => t("desk.regimes.span", { count, unit });
  const columns = ["length", "basis", "source", "weight"] as const;
  return (
    <table className="table" role="table">
      <caption className="visually-hidden">{t("desk.regimes.clocks")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t("desk.regimes.clock")}
          </th>
          {columns.map((name) => (
            <th key={name} scope="col" role="columnheader">
              {t(`desk.regimes.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {clocks.map((clock) => (
          <tr key={clock.id} role="row">
            <th scope="row" role="rowheader">
              <NameOf of="clock" id={clock.id} />
            </th>
            <td role="cell" data-title={t("desk.regimes.length")}>
              {t("desk.regimes.end", { end: clock.end, span: span(clock.span) })}
              {clock.thenSpan !== null && ` ${t("desk.regimes.then", { span: span(clock.thenSpan) })}`}
            </td>
            <td role="cell" data-title={t("desk.regimes.basis")}>
              <NameOf of="date" id={clock.basis} />
            </td>
            <td role="cell" data-title={t("desk.regimes.source")}>
              {clock.source}
            </td>
            <td role="cell" data-title={t("desk.regimes.weight")}>
              <span className="badges">
                <Badge tone={clock.isHard ? "stop" : "plain"}>
                  {t("desk.regimes.hard", { hard: String(clock.isHard) })}
                </Badge>
                {clock.toVerify && <Badge tone="wait">{t("desk.regimes.to-verify")}</Badge>}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
