import { useCallback, useState } from "react";
import { Link } from "wouter";
import type { ActivationAnswer } from "../../../src/charter/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { serverNow } from "../../shared/clock.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useCivilDay } from "../charter/parts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { useLoaded } from "../parts/use-loaded.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";

type Activation = ActivationAnswer;
const USUAL = { filters: { module: "" }, sort: "" } as const;
const MODULES = ["screening", "cut-attempt-alerts"] as const;

/** Modules that watch staff: since when they are on, on what grounds, until when. */
export default function ActivationsPage() {
  const { t } = useWords();
  const isDpo = useSession().duty === "dpo";
  const state = useTableState<"module">(USUAL);
  const { module: wanted } = state.filters;
  const shown = useCallback(
    (rows: readonly Activation[]) =>
      rows
        .filter(({ module }) => wanted === "" || module === wanted)
        .toSorted((one, other) => other.beganAt.localeCompare(one.beganAt)),
    [wanted],
  );
  const activations = useLoaded(useRead<{ readonly items: readonly Activation[] }>("/v1/activations"), state, shown);
  const [ended, setEnded] = useState<Activation>();
  const record = isDpo && (
    <Link href="/activations/new" className="button primary">
      {t("desk.activations.new")}
    </Link>
  );
  const modules = MODULES.map((module) => ({ value: module, label: t(`desk.module.is.${module}`) }));
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.activations")} lead={t("desk.activations.lead")} actions={record} />
      <Table
        caption={t("desk.activations")}
        of={activations}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="shield" title={t("desk.activations.none")} action={record}>
            {t("desk.activations.none.text")}
          </Empty>
        }
        filters={
          <FilterSelect
            state={state}
            name="module"
            label={t("desk.activations.module")}
            options={[{ value: "", label: t("desk.all") }, ...modules]}
          />
        }
        columns={useColumns(isDpo, setEnded)}
      />
      {ended && <End activation={ended} onClose={() => setEnded(undefined)} />}
    </div>
  );
}

function End({ activation, onClose }: { readonly activation: Activation; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const module = t(`desk.module.is.${activation.module}`);
  const end = useAct(async () => {
    await api.send("POST", `/v1/activations/${activation.id}/end`, undefined);
    await refresh("/v1/activations");
    toast(t("desk.activations.end.done", { module }));
    onClose();
  });
  return (
    <Confirm
      title={t("desk.activations.end.title", { module })}
      consequences={[
        t("desk.activations.end.now", { module: activation.module }),
        t("desk.activations.end.again"),
        t("desk.activations.end.kept"),
      ]}
      confirm={t("desk.activations.end")}
      isBusy={end.isBusy}
      problem={end.problem}
      onConfirm={end.run}
      onClose={onClose}
    />
  );
}

function useColumns(isDpo: boolean, onEnd: (activation: Activation) => void): readonly Column<Activation>[] {
  const words = useWords();
  const { t } = words;
  const day = useCivilDay();
  const when = (at: string): string => words.when(Date.parse(at), serverNow());
  return [
    { id: "module", title: t("desk.activations.module"), cell: ({ module }) => t(`desk.module.is.${module}`) },
    { id: "began", title: t("desk.activations.began"), cell: ({ beganAt }) => when(beganAt) },
    {
      id: "state",
      title: t("desk.activations.state"),
      cell: ({ endedAt }) =>
        endedAt === null ? (
          <Badge tone="good">{t("desk.activations.on")}</Badge>
        ) : (
          t("desk.activations.ended", { when: when(endedAt) })
        ),
    },
    {
      id: "grounds",
      title: t("desk.activations.grounds"),
      cell: (one) => (
        <ul className="small">
          <li>{t("desk.activations.ground.consulted", { day: day(one.consultationDate) })}</li>
          <li>{t("desk.activations.ground.notice", { version: one.noticeVersion })}</li>
          <li>{t("desk.activations.ground.assessment", { reference: one.impactAssessment })}</li>
          <li>
            {t("desk.legal-basis")} <span className="mono">{one.legalBasis}</span>
          </li>
        </ul>
      ),
    },
    ...(isDpo
      ? [
          {
            id: "end",
            title: t("desk.activations.act"),
            cell: (one: Activation) =>
              one.endedAt === null && (
                <Button look="danger" onClick={() => onEnd(one)}>
                  {t("desk.activations.end")}
                </Button>
              ),
          },
        ]
      : []),
  ];
}
