import { useState } from "react";
import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Field } from "../../shared/Field.tsx";
import { Form, SelectField } from "../../shared/Form.tsx";
import { useForm } from "../../shared/use-form.ts";
import { type DeskWords, useWords } from "../words.ts";
import { sanctionName } from "./names.ts";
import { useRefreshCases } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

/** What each letter has to be given beside who writes it, as `LETTERS` of src/charter/letters.ts has it. */
const VALUES = {
  invitation: ["name", "subject", "replyBy"],
  convocation: ["name", "meetingOn", "meetingTime", "meetingPlace", "subject"],
  convocation_dismissal: ["name", "meetingOn", "meetingTime", "meetingPlace", "subject", "assistance"],
  sanction: ["name", "meetingOn", "sanction", "details", "reasons", "appeal"],
  reasons: ["name", "decidedOn", "effectiveOn", "measure", "facts", "rules", "contact"],
  alert_acknowledgement: ["receivedOn", "caseReference", "feedbackBy", "contact"],
  request_extension: ["receivedOn", "reason", "answerBy"],
  closing: ["outcome", "measures", "reviewBy", "contact"],
} as const satisfies { readonly [kind: string]: readonly string[] };
type LetterKind = keyof typeof VALUES;
const SIGNED = ["company", "signer"] as const;
const KINDS: { readonly [procedure in CaseAnswer["procedure"]]: readonly LetterKind[] } = {
  customer_complaint: ["invitation", "convocation", "convocation_dismissal", "sanction", "reasons", "closing"],
  staff_alert: [
    "alert_acknowledgement",
    "invitation",
    "convocation",
    "convocation_dismissal",
    "sanction",
    "reasons",
    "closing",
  ],
  rights_request: ["request_extension", "closing"],
};
const SANCTIONS = ["reminder", "warning", "blame", "suspension_without_pay", "dismissal", "permanent_exclusion"];
const LONG = new Set(["subject", "details", "reasons", "facts", "rules", "reason", "measures", "outcome", "measure"]);

type Values = { readonly kind: string; readonly language: string; readonly values: Readonly<Record<string, string>> };

/** One of the charter's letters, filled in and printed. It names nobody who reported, and is kept nowhere. */
export function LetterForm({ one }: { readonly one: CaseAnswer }) {
  const words = useWords();
  const { t } = words;
  const api = useApi();
  const refresh = useRefreshCases();
  const [text, setText] = useState<string>();
  const form = useForm<Values, { readonly text: string }>({
    initial: { kind: KINDS[one.procedure][0] ?? "closing", language: words.language, values: {} },
    check: ({ kind, values }) => {
      const isMissing = valuesOf(kind).some((name) => (values[name] ?? "").trim() === "");
      return { values: isMissing ? t("refusal.letter_value_missing") : undefined };
    },
    send: async ({ kind, language, values }, key) => {
      const asked = Object.fromEntries(valuesOf(kind).map((name) => [name, values[name] ?? ""]));
      try {
        return await api.send("POST", `/v1/cases/${one.id}/letters`, { kind, language, values: asked }, { key });
      } finally {
        void refresh();
      }
    },
    onDone: (letter) => setText(letter.text),
    notUnderstood: t("face.problem.field"),
  });
  const { kind, values } = form.values;
  const wrong = form.problem?.law?.value;
  return (
    <div className="stack">
      <Form form={form} submit={t("desk.cases.letters.submit")}>
        <SelectField
          form={form}
          name="kind"
          label={t("desk.cases.letters.kind")}
          options={KINDS[one.procedure].map((value) => ({ value, label: t("desk.cases.letter", { kind: value }) }))}
        />
        <SelectField
          form={form}
          name="language"
          label={t("desk.cases.letters.language")}
          options={(["fr", "en"] as const).map((language) => ({
            value: language,
            label: t("desk.cases.language", { language }),
          }))}
        />
        {valuesOf(kind).map((name) => {
          const isEmpty = form.errors.values !== undefined && (values[name] ?? "").trim() === "";
          return (
            <LetterValue
              key={`${kind} ${name}`}
              name={name}
              value={values[name] ?? ""}
              error={isEmpty || wrong === name ? (form.errors.values ?? t("face.problem.field")) : undefined}
              onChange={(value) => form.set("values", { ...values, [name]: value })}
            />
          );
        })}
      </Form>
      {text !== undefined && <Letter text={text} />}
    </div>
  );
}

const valuesOf = (kind: string): readonly string[] => [...SIGNED, ...VALUES[kind as LetterKind]];

function LetterValue(props: {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { name, value, onChange } = props;
  const words = useWords();
  const common = { className: "field", name: `letter-${name}`, value };
  return (
    <Field label={valueName(words, name)} error={props.error}>
      {(ids) =>
        name === "sanction" ? (
          <select {...ids} {...common} onChange={({ target }) => onChange(target.value)}>
            <option value="">{words.t("desk.cases.choose")}</option>
            {SANCTIONS.map((code) => (
              <option key={code} value={code}>
                {sanctionName(words, code)}
              </option>
            ))}
          </select>
        ) : LONG.has(name) ? (
          <textarea {...ids} {...common} rows={3} onChange={({ target }) => onChange(target.value)} />
        ) : (
          <input
            {...ids}
            {...common}
            type={/(On|By)$/.test(name) ? "date" : "text"}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  );
}

function valueName({ t, has }: DeskWords, name: string): string {
  const key = `desk.cases.letter-value.${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return has(key) ? t(key) : name;
}

/** The letter as it is printed: alone on its page. */
function Letter({ text }: { readonly text: string }) {
  const { t } = useWords();
  const print = (): void => {
    document.documentElement.dataset["printing"] = "letter";
    window.print();
    delete document.documentElement.dataset["printing"];
  };
  return (
    <section className="stack" aria-label={t("desk.cases.letters.ready")}>
      <div className="report-head no-print">
        <h3>{t("desk.cases.letters.ready")}</h3>
        <Button look="primary" onClick={print}>
          {t("desk.cases.letters.print")}
        </Button>
      </div>
      <div className="letter-paper">{text}</div>
    </section>
  );
}
