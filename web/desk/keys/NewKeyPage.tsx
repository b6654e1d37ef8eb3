import { useState } from "react";
import { useLocation } from "wouter";
import { useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { Once } from "../parts/Once.tsx";
import { useWords } from "../words.ts";
import type { MachineKeys } from "./KeysPage.tsx";
import { ScopeChoices } from "./ScopeChoices.tsx";

type Made = { readonly id: string; readonly secret: string };

export default function NewKeyPage() {
  const { t } = useWords();
  const keys = useRead<MachineKeys>("/v1/machine-keys");
  const [made, setMade] = useState<Made>();
  const [, navigate] = useLocation();
  if (made !== undefined) {
    return (
      <div className="stack wide form-page">
        <PageHeader title={t("desk.keys.made")} lead={t("desk.keys.made.lead")} />
        <Once label={t("desk.keys.secret")} text={made.secret} />
        <p className="soft">{t("desk.keys.made.how")}</p>
        <Button look="primary" onClick={() => navigate("/machine-keys")}>
          {t("desk.keys.made.done")}
        </Button>
      </div>
    );
  }
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.keys.new")} lead={t("desk.keys.new.lead")} />
      <Read of={keys}>{({ grantable }) => <NewKey grantable={grantable} onMade={setMade} />}</Read>
    </div>
  );
}

function NewKey({
  grantable,
  onMade,
}: {
  readonly grantable: readonly string[];
  readonly onMade: (made: Made) => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const refresh = useRefresh();
  const form = useForm<{ name: string; scopes: readonly string[] }, Made>({
    initial: { name: "", scopes: [] },
    check: ({ name, scopes }) => ({
      name: name.trim() === "" ? t("desk.keys.name.missing") : undefined,
      scopes: scopes.length === 0 ? t("desk.keys.scopes.missing") : undefined,
    }),
    send: (values) => api.send("POST", "/v1/machine-keys", values),
    onDone: (made) => {
      onMade(made);
      void refresh("/v1/machine-keys");
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <Form form={form} submit={t("desk.keys.make")}>
      <TextField
        form={form}
        name="name"
        label={t("desk.keys.name")}
        hint={t("desk.keys.name.hint")}
        maxLength={100}
        isRequired
      />
      <ScopeChoices
        scopes={grantable}
        chosen={form.values.scopes}
        error={form.errors.scopes}
        onChoose={(scopes) => form.set("scopes", scopes)}
      />
    </Form>
  );
}
