import { useLocation } from "wouter";
import type { MissionAnswer } from "../../../src/missions/wire.ts";
import { useApi } from "../../shared/api.ts";
import { CheckField, ChoiceField, Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { EMPTY_MISSION, missingIn, type NewMission, requestOf } from "./new-mission.ts";
import { usePurposeOptions } from "./parts.tsx";
import "../parts/parts.css";

export default function NewMissionPage() {
  const { t, has } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const missing = (name: string): string => {
    const key = `desk.missions.missing.${name.toLowerCase()}`;
    return has(key) ? t(key) : t("desk.missing");
  };
  const form = useForm<NewMission, MissionAnswer>({
    initial: EMPTY_MISSION,
    check: (values) => Object.fromEntries(missingIn(values).map((name) => [name, missing(name)])),
    send: (values, key) => api.send("POST", "/v1/missions", requestOf(values), { key, isRepeatable: true }),
    onDone: (made) => {
      void refresh("/v1/missions");
      toast(t("desk.missions.made", { reference: made.reference }));
      navigate(`/missions/${made.id}`, { replace: true });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.missions.new")} lead={t("desk.missions.new.lead")} />
      <Form form={form} submit={t("desk.missions.make")}>
        <VisitFields form={form} />
        <CustomerFields form={form} />
      </Form>
    </div>
  );
}

function VisitFields({ form }: { readonly form: FormOf<NewMission> }) {
  const { t } = useWords();
  const purposes = usePurposeOptions();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (
    <fieldset className="card group">
      <legend>{t("desk.missions.group.visit")}</legend>
      <div className="form-grid">
        <TextField
          form={form}
          name="reference"
          label={t("desk.missions.reference")}
          hint={t("desk.missions.reference.hint")}
          isRequired
        />
        <SelectField
          form={form}
          name="purpose"
          label={t("desk.missions.purpose")}
          options={purposes}
          empty={t("desk.choose")}
        />
        <TextField
          form={form}
          name="opensAt"
          type="datetime-local"
          label={t("desk.missions.start")}
          hint={t("desk.missions.zone", { zone: timeZone })}
          isRequired
        />
        <TextField form={form} name="closesAt" type="datetime-local" label={t("desk.missions.end")} isRequired />
      </div>
      <TextField
        form={form}
        name="staff"
        label={t("desk.missions.staff")}
        hint={t("desk.missions.staff.hint")}
        isRequired
      />
    </fieldset>
  );
}

function CustomerFields({ form }: { readonly form: FormOf<NewMission> }) {
  const { t } = useWords();
  return (
    <fieldset className="card group">
      <legend>{t("desk.missions.group.customer")}</legend>
      <p className="soft">{t("desk.missions.group.customer.text")}</p>
      <div className="form-grid">
        <TextField form={form} name="customerReference" label={t("desk.missions.customer")} isRequired />
        <TextField
          form={form}
          name="displayName"
          label={t("desk.missions.customer.name")}
          autoComplete="off"
          isRequired
        />
        <TextField form={form} name="phone" type="tel" label={t("desk.missions.phone")} autoComplete="off" />
        <TextField form={form} name="email" type="email" label={t("desk.missions.customer.email")} autoComplete="off" />
      </div>
      <TextField form={form} name="address" label={t("desk.missions.customer.address")} isLong />
      <TextField
        form={form}
        name="accessNotes"
        label={t("desk.missions.customer.notes")}
        hint={t("desk.missions.customer.notes.hint")}
        isLong
      />
      <ChoiceField
        form={form}
        name="language"
        label={t("desk.missions.customer.language")}
        options={(["fr", "en"] as const).map((value) => ({ value, label: t("desk.language", { language: value }) }))}
      />
      <CheckField
        form={form}
        name="withoutSms"
        label={t("desk.missions.calls-only")}
        hint={t("desk.missions.calls-only.hint")}
      />
    </fieldset>
  );
}
