import { useLocation } from "wouter";
import type { CharterAnswer } from "../../../src/charter/charters/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { type CharterValues, missingIn, requestOf, valuesOf } from "./new-charter.ts";
import { ScaleChoices } from "./ScaleChoices.tsx";
import "../parts/parts.css";

type Charters = { readonly items: readonly CharterAnswer[] };

export default function NewCharterPage() {
  const { t } = useWords();
  const charters = useRead<Charters>("/v1/charters");
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.charter.new")} lead={t("desk.charter.new.lead")} />
      <Read of={charters}>{({ items: [newest] }) => newest && <NewCharter from={newest} />}</Read>
    </div>
  );
}

function NewCharter({ from }: { readonly from: CharterAnswer }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const form = useForm<CharterValues, CharterAnswer>({
    initial: valuesOf(from),
    check: (values) => Object.fromEntries(missingIn(values).map((name) => [name, t("desk.missing")])),
    send: (values) => api.send("POST", "/v1/charters", requestOf(values)),
    onDone: ({ version }) => {
      void refresh("/v1/charters");
      toast(t("desk.charter.made", { version }));
      navigate(`/charter/${version}`, { replace: true });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <>
      <p className="notice">{t("desk.charter.new.final")}</p>
      <Form form={form} submit={t("desk.charter.make")}>
        <fieldset className="card group">
          <legend>{t("desk.charter.text")}</legend>
          <TextField form={form} name="title" label={t("desk.charter.title")} isRequired />
          <TextField form={form} name="french" label={t("desk.charter.french")} isLong isRequired />
          <TextField form={form} name="english" label={t("desk.charter.english")} isLong isRequired />
        </fieldset>
        <fieldset className="card group">
          <legend>{t("desk.charter.scale")}</legend>
          <p className="soft">{t("desk.charter.scale.hint")}</p>
          <ScaleChoices form={form} />
        </fieldset>
        <Pieces form={form} />
      </Form>
    </>
  );
}

/** What says that it was made as the law asks. */
function Pieces({ form }: { readonly form: FormOf<CharterValues> }) {
  const { t } = useWords();
  const isExempt = form.values.exemption !== "";
  const exemptions = (["under_50_employees", "no_employees"] as const).map((why) => ({
    value: why,
    label: t("desk.charter.exemption.is", { why }),
  }));
  return (
    <fieldset className="card group">
      <legend>{t("desk.charter.pieces")}</legend>
      <p className="soft">{t("desk.charter.pieces.text")}</p>
      <div className="form-grid">
        <TextField form={form} name="inForceFrom" type="date" label={t("desk.charter.in-force-from")} isRequired />
        <SelectField
          form={form}
          name="exemption"
          label={t("desk.charter.exemption")}
          options={exemptions}
          empty={t("desk.charter.exemption.none")}
        />
        {!isExempt && (
          <>
            <TextField
              form={form}
              name="consultedOn"
              type="date"
              label={t("desk.charter.consulted")}
              hint={t("desk.charter.consulted.hint")}
              isRequired
            />
            <TextField
              form={form}
              name="depositedOn"
              type="date"
              label={t("desk.charter.deposited")}
              hint={t("desk.charter.deposited.hint")}
              isRequired
            />
          </>
        )}
      </div>
    </fieldset>
  );
}
