import { Link, useLocation } from "wouter";
import type { NoticeAnswer } from "../../../src/charter/notices/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { ChoiceField, Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";

const MODULES = ["screening", "cut-attempt-alerts"] as const;
const HINTS = { screening: "desk.module.screening", "cut-attempt-alerts": "desk.module.alerts" } as const;
/** Article 6(1) GDPR as DPV writes it: those that monitoring at work can rest on, the usual one first. */
const BASES = ["eu-gdpr:A6-1-f", "eu-gdpr:A6-1-c", "eu-gdpr:A6-1-e", "eu-gdpr:A6-1-d"] as const;
const EMPTY = { module: "", consultationDate: "", noticeVersion: "", impactAssessment: "", legalBasis: "" };

/** Nothing is switched on without all of its grounds. */
export default function NewActivationPage() {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const form = useForm({
    initial: EMPTY,
    check: (values) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) => (value.trim() === "" ? [[name, t("desk.missing")]] : [])),
      ),
    send: (values) => api.send("POST", "/v1/activations", values),
    onDone: () => {
      void refresh("/v1/activations");
      toast(t("desk.activations.made"));
      navigate("/activations", { replace: true });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.activations.new")} lead={t("desk.activations.new.lead")} />
      <Form form={form} submit={t("desk.activations.make")}>
        <Fields form={form} />
      </Form>
    </div>
  );
}

function Fields({ form }: { readonly form: FormOf<typeof EMPTY> }) {
  const { t } = useWords();
  const notices = useRead<{ readonly items: readonly NoticeAnswer[] }>("/v1/notices").data?.items ?? [];
  const fitting = notices.filter(
    ({ modules }) => form.values.module === "" || modules.some((one) => one === form.values.module),
  );
  return (
    <>
      <ChoiceField
        form={form}
        name="module"
        label={t("desk.activations.module")}
        options={MODULES.map((module) => ({
          value: module,
          label: t(`desk.module.is.${module}`),
          hint: t(HINTS[module]),
        }))}
      />
      <div className="form-grid">
        <TextField
          form={form}
          name="consultationDate"
          type="date"
          label={t("desk.activations.consulted")}
          hint={t("desk.activations.consulted.hint")}
          isRequired
        />
        <SelectField
          form={form}
          name="noticeVersion"
          label={t("desk.activations.notice")}
          hint={t("desk.activations.notice.hint")}
          empty={t("desk.choose")}
          options={fitting.map(({ version, title }) => ({ value: version, label: `${version} · ${title}` }))}
        />
        <TextField
          form={form}
          name="impactAssessment"
          label={t("desk.activations.assessment")}
          hint={t("desk.activations.assessment.hint")}
          isRequired
        />
        <SelectField
          form={form}
          name="legalBasis"
          label={t("desk.legal-basis")}
          hint={t("desk.activations.basis.hint")}
          empty={t("desk.choose")}
          options={BASES.map((basis) => ({
            value: basis,
            label: t("desk.activations.basis.is", { basis: basis.slice(-1) }),
          }))}
        />
      </div>
      {fitting.length === 0 && <NoNotice />}
    </>
  );
}

function NoNotice() {
  const { t } = useWords();
  return (
    <p className="notice">
      {t("desk.activations.no-notice")} <Link href="/notices/new">{t("desk.notices.new")}</Link>
    </p>
  );
}
