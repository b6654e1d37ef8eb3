import { serverNow } from "../../shared/clock.ts";
import { lazy, Suspense, useState } from "react";
import type { NumberAnswer, NumberList } from "../../../src/numbers/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { Menu } from "../../shared/Menu.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Loading } from "../../shared/States.tsx";
import { type Column, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { problemText } from "../../shared/words.tsx";
import { problemIn } from "../../shared/api.ts";
import { useAct, useRefresh } from "../parts/act.ts";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { AddNumbers } from "./AddNumbers.tsx";
import { patchesOf } from "./rules.ts";

const USUAL = { filters: {}, sort: "" } as const;
const PAGE_ROWS = 50;
/** A drawing, loaded where there is something to draw. */
const PoolChart = lazy(() => import("./PoolChart.tsx"));

export default function NumbersPage() {
  const { t } = useWords();
  const state = useTableState(USUAL);
  const [isAdding, setAdding] = useState(false);
  const after = state.after === undefined ? "" : `&after=${encodeURIComponent(state.after)}`;
  const numbers = useRead<NumberList>(`/v1/numbers?limit=${PAGE_ROWS}${after}`);
  const pool = numbers.data?.pool;
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t("desk.numbers.add")}
    </Button>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.numbers")} lead={t("desk.numbers.lead")} actions={add} />
      {pool && pool.countries.length > 0 && (
        <Section title={t("desk.numbers.forecast")} lead={t("desk.numbers.forecast.lead")}>
          <Suspense fallback={<Loading rows={2} />}>
            <PoolChart pool={pool} />
          </Suspense>
        </Section>
      )}
      <Table
        caption={t("desk.numbers")}
        of={numbers}
        state={state}
        keyOf={({ number }) => number}
        empty={
          <Empty icon="call" title={t("desk.numbers.none")} action={add}>
            {t("desk.numbers.none.text")}
          </Empty>
        }
        columns={useColumns()}
      />
      {isAdding && (
        <AddNumbers
          carriers={numbers.data?.items.map(({ carrier }) => carrier) ?? []}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}

function NumberState({ number }: { readonly number: NumberAnswer }) {
  const { t } = useWords();
  const { use, reserved, draining } = number;
  return (
    <span className="badges">
      {use === "report" && <Badge tone="accent">{t("desk.numbers.is.report")}</Badge>}
      {reserved && <Badge tone="wait">{t("desk.numbers.is.reserved")}</Badge>}
      {draining && <Badge tone="wait">{t("desk.numbers.is.draining")}</Badge>}
      {use === "lines" && !reserved && !draining && <Badge tone="good">{t("desk.numbers.is.given")}</Badge>}
    </span>
  );
}

function NumberActs({ number }: { readonly number: NumberAnswer }) {
  const words = useWords();
  const { t } = words;
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<object>();
  const path = `/v1/numbers/${encodeURIComponent(number.number)}`;
  const change = async (patch: object): Promise<void> => {
    await api.send("PATCH", path, patch);
    await refresh("/v1/numbers");
  };
  /** Setting a number aside is undone by putting it back. */
  const setAside = (patch: object, undo: object): void => {
    const fail = (error: unknown): void => toast(problemText(words, problemIn(error)));
    void change(patch).then(
      () => toast(t("desk.numbers.changed", { number: number.number }), () => void change(undo).catch(fail)),
      fail,
    );
  };
  const forReports = useAct(async () => {
    await change(asked ?? {});
    toast(t("desk.numbers.changed", { number: number.number }));
    setAsked(undefined);
  });
  return (
    <>
      <Menu
        label={t("desk.numbers.change")}
        acts={patchesOf(number).map(({ id, patch, undo }) => ({
          id,
          label: t(`desk.numbers.act.${id}`),
          onAct: () => (undo === undefined ? setAsked(patch) : setAside(patch, undo)),
        }))}
      />
      {asked && (
        <Confirm
          title={t("desk.numbers.report.title", { number: number.number, use: number.use })}
          consequences={
            number.use === "lines"
              ? [t("desk.numbers.report.every"), t("desk.numbers.report.printed"), t("desk.numbers.report.one")]
              : [t("desk.numbers.report.back"), t("desk.numbers.report.lost")]
          }
          confirm={t(number.use === "lines" ? "desk.numbers.act.report" : "desk.numbers.act.lines")}
          isBusy={forReports.isBusy}
          problem={forReports.problem}
          onConfirm={forReports.run}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function useColumns(): readonly Column<NumberAnswer>[] {
  const words = useWords();
  const { t } = words;
  return [
    {
      id: "number",
      title: t("desk.numbers.number"),
      cell: ({ number }) => <span className="number">{number}</span>,
    },
    { id: "state", title: t("desk.numbers.use"), cell: (one) => <NumberState number={one} /> },
    { id: "in-use", title: t("desk.numbers.in-use"), isNumber: true, cell: ({ inUse }) => words.number(inUse) },
    {
      id: "quarantine",
      title: t("desk.numbers.in-quarantine"),
      isNumber: true,
      cell: ({ inQuarantine }) => words.number(inQuarantine),
    },
    {
      id: "given",
      title: t("desk.numbers.last-given"),
      cell: ({ lastGivenAt }) =>
        lastGivenAt === null ? t("desk.numbers.never") : words.when(Date.parse(lastGivenAt), serverNow()),
    },
    {
      id: "carrier",
      title: t("desk.numbers.carrier"),
      cell: ({ carrier, country }) => `${carrier} · ${country}`,
    },
    { id: "acts", title: t("desk.numbers.acts"), cell: (one) => <NumberActs number={one} /> },
  ];
}
