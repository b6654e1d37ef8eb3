import { useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { CheckField, ChoiceField, Form, SelectField, TextField } from "../../shared/Form.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { MISSIONS } from "../addresses.ts";
import { purposeText } from "../day/MissionCard.tsx";
import type { Filed, MissionList } from "../wire.ts";
import { useWords } from "../words.ts";
import { reportOf, type ReportDraft } from "./rules.ts";

/** Nothing is required: an empty report is a report. Danger shows whom to call first. */
export function ReportForm(props: {
  readonly mission: string;
  readonly onFiled: (filed: Filed) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const initial: ReportDraft = {
    about: "customer",
    mission: props.mission,
    colleague: "",
    text: "",
    when: "",
    danger: false,
    wish: "procedure",
  };
  const form = useForm({
    initial,
    send: (draft, key) => api.send<Filed>("POST", "/v1/reports", reportOf(draft), { key, isRepeatable: true }),
    onDone: props.onFiled,
    notUnderstood: t("face.problem.field"),
  });
  return (
    <section className="card part stack">
      <CheckField form={form} name="danger" label={t("staff.reports.danger")} />
      {form.values.danger && <Emergency />}
      <Form
        form={form}
        submit={t("staff.reports.file")}
        actions={
          <Button look="quiet" onClick={props.onCancel}>
            {t("face.cancel")}
          </Button>
        }
      >
        <WhomFields form={form} mission={props.mission} />
        <WhatFields form={form} />
      </Form>
      <p className="soft small">{t("staff.reports.honest")}</p>
    </section>
  );
}

type Fields = { readonly form: FormOf<ReportDraft> };

function WhomFields({ form, mission }: Fields & { readonly mission: string }) {
  const words = useWords();
  const { t } = words;
  const missions = useRead<MissionList>(MISSIONS);
  const options = (missions.data?.items ?? []).map(({ id, purpose, reference, opensAt }) => ({
    value: id,
    label: `${words.time(Date.parse(opensAt))} · ${purposeText(words, purpose)} · ${reference}`,
  }));
  const isListed = mission === "" || options.some(({ value }) => value === mission);
  const choices = isListed ? options : [{ value: mission, label: t("staff.reports.this-mission") }, ...options];
  return (
    <>
      <ChoiceField
        form={form}
        name="about"
        label={t("staff.reports.whom")}
        options={[
          { value: "customer", label: t("staff.reports.whom.customer"), hint: t("staff.reports.whom.customer.hint") },
          { value: "colleague", label: t("staff.reports.whom.colleague") },
        ]}
      />
      {form.values.about === "colleague" && (
        <TextField
          form={form}
          name="colleague"
          label={t("staff.reports.colleague")}
          hint={t("staff.reports.colleague.hint")}
        />
      )}
      <SelectField
        form={form}
        name="mission"
        label={t("staff.reports.mission")}
        empty={t("staff.reports.mission.none")}
        options={choices}
      />
    </>
  );
}

function WhatFields({ form }: Fields) {
  const { t } = useWords();
  return (
    <>
      <TextField
        form={form}
        name="text"
        label={t("staff.reports.text")}
        hint={t("staff.reports.text.hint")}
        isLong
        maxLength={10_000}
      />
      <TextField
        form={form}
        name="when"
        label={t("staff.reports.when")}
        hint={t("staff.reports.when.hint")}
        maxLength={200}
      />
      <ChoiceField
        form={form}
        name="wish"
        label={t("staff.reports.wish")}
        options={[
          { value: "procedure", label: t("staff.reports.wish.procedure") },
          { value: "protect_only", label: t("staff.reports.wish.protect_only") },
        ]}
      />
    </>
  );
}

function Emergency() {
  const { t } = useWords();
  return (
    <div className="notice stack" role="status">
      <p>
        <b>{t("staff.reports.emergency")}</b>
      </p>
      <div className="buttons">
        {["17", "112"].map((number) => (
          <a key={number} className="button" href={`tel:${number}`}>
            {number}
          </a>
        ))}
        <a className="button" href="sms:114">
          {t("staff.reports.emergency.sms")}
        </a>
      </div>
    </div>
  );
}
