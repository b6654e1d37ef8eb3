import { useLocation } from "wouter";
import { useApi } from "../../shared/api.ts";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import { useWords } from "../words.ts";
import { useNeeded, useRefresh } from "./use-case.ts";

/** As `RIGHTS` of src/cases/wire.ts. */
const RIGHTS = ["access", "rectification", "erasure", "restriction", "portability", "objection"] as const;

/** What somebody asks for of their data. The month to answer in counts from the day it came. */
export default function RequestPage() {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const needed = useNeeded();
  const form = useForm({
    initial: { right: "", receivedOn: "", customer: "", text: "" },
    check: ({ right, receivedOn: on, text }) => ({ right: needed(right), receivedOn: needed(on), text: needed(text) }),
    send: ({ customer, ...values }, key) =>
      api.send<{ readonly id: string }>(
        "POST",
        "/v1/cases",
        { ...values, ...(customer.trim() !== "" && { customer: customer.trim() }) },
        { key, isRepeatable: true },
      ),
    onDone: ({ id }) => {
      void refresh();
      toast(t("desk.cases.request.done"));
      form.reset();
      // Once nothing is held any more.
      setTimeout(() => navigate(`/cases/${id}`));
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.cases.request")} lead={t("desk.cases.request.lead")} />
      <div className="narrow">
        <Form form={form} submit={t("desk.cases.request.take")}>
          <SelectField
            form={form}
            name="right"
            label={t("desk.cases.request.right")}
            empty={t("desk.cases.choose")}
            options={RIGHTS.map((right) => ({ value: right, label: t("desk.cases.right", { right }) }))}
          />
          <TextField
            form={form}
            name="receivedOn"
            type="date"
            label={t("desk.cases.request.received")}
            hint={t("desk.cases.request.received.hint")}
          />
          <TextField
            form={form}
            name="customer"
            label={t("desk.cases.request.customer")}
            hint={t("desk.cases.request.customer.hint")}
            maxLength={200}
          />
          <TextField form={form} name="text" isLong label={t("desk.cases.request.text")} />
        </Form>
      </div>
    </div>
  );
}
