import { useLocation, useSearch } from "wouter";
import type { RegimeList } from "../../../src/charter/regimes/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PlainTable } from "../../shared/PlainTable.tsx";
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
    const key = kind === "fine" ? "desk.regimes.fine" : `charter.sanction.${kind}`;
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
  return (
    <PlainTable
      caption={t("desk.regimes.clocks")}
      rows={clocks}
      keyOf={({ id }) => id}
      columns={[
        { id: "clock", title: t("desk.regimes.clock"), cell: ({ id }) => <NameOf of="clock" id={id} /> },
        {
          id: "length",
          title: t("desk.regimes.length"),
          cell: ({ end, span: first, thenSpan }) =>
            [
              t("desk.regimes.end", { end, span: span(first) }),
              thenSpan !== null && t("desk.regimes.then", { span: span(thenSpan) }),
            ]
              .filter(Boolean)
              .join(" "),
        },
        { id: "basis", title: t("desk.regimes.basis"), cell: ({ basis }) => <NameOf of="date" id={basis} /> },
        { id: "source", title: t("desk.regimes.source"), cell: ({ source }) => source },
        { id: "weight", title: t("desk.regimes.weight"), cell: (clock) => <Weight clock={clock} /> },
      ]}
    />
  );
}

function Weight({ clock: { isHard, toVerify } }: { readonly clock: Clock }) {
  const { t } = useWords();
  return (
    <span className="badges">
      <Badge tone={isHard ? "stop" : "plain"}>{t("desk.regimes.hard", { hard: String(isHard) })}</Badge>
      {toVerify && <Badge tone="wait">{t("desk.regimes.to-verify")}</Badge>}
    </span>
  );
}
