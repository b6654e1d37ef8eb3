import { useLocation } from "wouter";
import { useApi } from "../../shared/api.ts";
import { serverNow } from "../../shared/clock.ts";
import { ChoiceField, Form, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";

/** Source: GDPR art. 15–18, 20, 21. */
const RIGHTS = ["access", "rectification", "erasure", "restriction", "portability", "objection"] as const;
const EMPTY = { right: "", receivedOn: "", customer: "", text: "" };
const today = (): string => {
  const now = new Date(serverNow());
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

export default function NewRequestPage() {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const form = useForm({
    initial: { ...EMPTY, receivedOn: today() },
    check: ({ right, receivedOn, text }) => ({
      right: right === "" ? t("desk.requests.right.missing") : undefined,
      receivedOn: receivedOn === "" ? t("desk.missing") : undefined,
      text: text.trim() === "" ? t("desk.requests.text.missing") : undefined,
    }),
    send: ({ customer, ...request }, key) =>
      api.send<{ readonly id: string }>(
        "POST",
        "/v1/cases",
        { ...request, ...(customer.trim() !== "" && { customer }) },
        { key },
      ),
    onDone: ({ id }) => {
      void refresh("/v1/cases");
      toast(t("desk.requests.taken"));
      navigate(`/cases/${id}`, { replace: true });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.requests.take")} lead={t("desk.requests.take.lead")} />
      <Form form={form} submit={t("desk.requests.take")}>
        <Fields form={form} />
      </Form>
    </div>
  );
}

function Fields({ form }: { readonly form: FormOf<typeof EMPTY> }) {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        form={form}
        name="right"
        label={t("desk.requests.right")}
        options={RIGHTS.map((right) => ({
          value: right,
          label: t("desk.requests.right.is", { right }),
          hint: t(`desk.requests.right.${right}`),
        }))}
      />
      <div className="form-grid">
        <TextField
          form={form}
          name="receivedOn"
          type="date"
          label={t("desk.requests.received")}
          hint={t("desk.requests.received.hint")}
          isRequired
        />
        <TextField
          form={form}
          name="customer"
          label={t("desk.missions.customer")}
          hint={t("desk.requests.customer.hint")}
        />
      </div>
      <TextField
        form={form}
        name="text"
        label={t("desk.requests.text")}
        hint={t("desk.requests.text.hint")}
        isLong
        maxLength={10_000}
        isRequired
      />
    </>
  );
}
