import { useCallback, useState } from "react";
import { Link } from "wouter";
import { useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { FilterSelect, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { useLoaded } from "../parts/use-loaded.ts";
import { useWords } from "../words.ts";
import "../parts/parts.css";

/** `GET /v1/machine-keys` */
export type MachineKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
};
export type MachineKeys = { readonly items: readonly MachineKey[]; readonly grantable: readonly string[] };
const USUAL = { filters: { state: "valid" }, sort: "" } as const;

export default function KeysPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState<"state">(USUAL);
  const wanted = state.filters.state;
  const shown = useCallback(
    (rows: readonly MachineKey[]) =>
      rows.filter(({ revokedAt }) => wanted === "all" || (revokedAt === null) === (wanted === "valid")),
    [wanted],
  );
  const keys = useLoaded(useRead<MachineKeys>("/v1/machine-keys"), state, shown);
  const [revoked, setRevoked] = useState<MachineKey>();
  const make = (
    <Link href="/machine-keys/new" className="button primary">
      {t("desk.keys.new")}
    </Link>
  );
  const states = (["valid", "revoked", "all"] as const).map((one) => ({
    value: one,
    label: t("desk.keys.filter.is", { state: one }),
  }));
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.keys")} lead={t("desk.keys.lead")} actions={make} />
      <Table
        caption={t("desk.keys")}
        of={keys}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="door" title={t("desk.keys.none")} action={make}>
            {t("desk.keys.none.text")}
          </Empty>
        }
        filters={<FilterSelect state={state} name="state" label={t("desk.keys.filter")} options={states} />}
        columns={[
          { id: "name", title: t("desk.keys.name"), cell: ({ name }) => name },
          { id: "scopes", title: t("desk.keys.scopes"), cell: ({ scopes }) => <Scopes scopes={scopes} /> },
          { id: "created", title: t("desk.keys.created"), cell: ({ createdAt }) => words.day(Date.parse(createdAt)) },
          {
            id: "act",
            title: t("desk.keys.state"),
            cell: (key) =>
              key.revokedAt === null ? (
                <Button look="danger" onClick={() => setRevoked(key)}>
                  {t("desk.keys.revoke")}
                </Button>
              ) : (
                <Badge tone="stop">{t("desk.keys.revoked", { day: words.day(Date.parse(key.revokedAt)) })}</Badge>
              ),
          },
        ]}
      />
      {revoked && <Revoke revoked={revoked} onClose={() => setRevoked(undefined)} />}
    </div>
  );
}

function Scopes({ scopes }: { readonly scopes: readonly string[] }) {
  return (
    <span className="badges">
      {scopes.map((scope) => (
        <Badge key={scope}>{scope}</Badge>
      ))}
    </span>
  );
}

function Revoke({ revoked, onClose }: { readonly revoked: MachineKey; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const act = useAct(async () => {
    await api.send("DELETE", `/v1/machine-keys/${revoked.id}`);
    await refresh("/v1/machine-keys");
    toast(t("desk.keys.revoke.done", { name: revoked.name }));
    onClose();
  });
  return (
    <Confirm
      title={t("desk.keys.revoke.title", { name: revoked.name })}
      consequences={[t("desk.keys.revoke.at-once"), t("desk.keys.revoke.programs"), t("desk.keys.revoke.final")]}
      confirm={t("desk.keys.revoke")}
      isBusy={act.isBusy}
      problem={act.problem}
      onConfirm={act.run}
      onClose={onClose}
    />
  );
}
