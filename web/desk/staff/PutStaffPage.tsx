import { useLocation, useSearch } from "wouter";
import type { StaffAnswer, StaffItem } from "../../../src/people/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import type { Page } from "../../shared/Table.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { bodyOf, EMPTY_STAFF, missingIn, REGIMES, type StaffValues, valuesOf } from "./put-staff.ts";
import "../parts/parts.css";

/** With a reference in the address: that staff member, whose name and phone nobody is shown and who gets new ones. */
export default function PutStaffPage() {
  const reference = new URLSearchParams(useSearch()).get("reference");
  return reference === null ? <PutStaff initial={EMPTY_STAFF} /> : <KnownStaff reference={reference} />;
}

function KnownStaff({ reference }: { readonly reference: string }) {
  const found = useRead<Page<StaffItem>>(`/v1/staff?q=${encodeURIComponent(reference)}&limit=1000`);
  return (
    <Read of={found}>
      {({ items }) => {
        const known = items.find((one) => one.reference === reference);
        return (
          <PutStaff
            initial={known === undefined ? { ...EMPTY_STAFF, reference } : valuesOf(known)}
            isKnown={known !== undefined}
          />
        );
      }}
    </Read>
  );
}

function PutStaff({ initial, isKnown = false }: { readonly initial: StaffValues; readonly isKnown?: boolean }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const form = useForm<StaffValues, StaffAnswer>({
    initial,
    check: (values) => Object.fromEntries(missingIn(values).map((name) => [name, t("desk.missing")])),
    send: (values) => api.send("PUT", `/v1/staff/${encodeURIComponent(values.reference.trim())}`, bodyOf(values)),
    onDone: ({ reference }) => {
      void refresh("/v1/staff");
      toast(t("desk.staff.done", { reference }));
      navigate("/staff");
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide form-page">
      <PageHeader
        title={isKnown ? t("desk.staff.put.known", { reference: initial.reference }) : t("desk.staff.put")}
        lead={t("desk.staff.put.lead")}
      />
      {isKnown && <p className="notice">{t("desk.staff.put.replace")}</p>}
      <Form form={form} submit={t("desk.staff.save")}>
        <Fields form={form} isKnown={isKnown} />
      </Form>
    </div>
  );
}

function Fields({ form, isKnown }: { readonly form: FormOf<StaffValues>; readonly isKnown: boolean }) {
  const { t } = useWords();
  const regimes = REGIMES.map((regime) => ({ value: regime, label: t(`desk.staff.regime.is.${regime}`) }));
  const languages = (["fr", "en"] as const).map((language) => ({
    value: language,
    label: t("desk.language", { language }),
  }));
  return (
    <div className="form-grid">
      {!isKnown && (
        <TextField
          form={form}
          name="reference"
          label={t("desk.staff.reference")}
          hint={t("desk.staff.reference.hint")}
          isRequired
        />
      )}
      <TextField
        form={form}
        name="displayName"
        label={t("desk.staff.name")}
        hint={t("desk.staff.name.hint")}
        autoComplete="off"
        isRequired
      />
      <TextField
        form={form}
        name="phone"
        type="tel"
        label={t("desk.staff.phone")}
        hint={t("desk.staff.phone.hint")}
        autoComplete="off"
      />
      <SelectField
        form={form}
        name="regime"
        label={t("desk.staff.regime")}
        hint={t("desk.staff.regime.hint")}
        options={regimes}
        empty={t("desk.choose")}
      />
      <SelectField form={form} name="language" label={t("desk.staff.language")} options={languages} />
      <TextField form={form} name="depot" label={t("desk.staff.depot")} hint={t("desk.staff.depot.hint")} />
      <TextField form={form} name="personnel" label={t("desk.staff.personnel")} hint={t("desk.staff.personnel.hint")} />
      <TextField form={form} name="manager" label={t("desk.staff.manager")} hint={t("desk.staff.manager.hint")} />
      <TextField form={form} name="employer" label={t("desk.staff.employer")} hint={t("desk.staff.employer.hint")} />
    </div>
  );
}
