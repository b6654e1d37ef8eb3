import { Button } from "../../shared/Button.tsx";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import { useWords } from "../words.ts";
import { categoryName, dateName } from "./names.ts";
import { CATEGORIES } from "./taxonomy.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Props = { readonly one: CaseAnswer; readonly onDone: () => void };

/** The groups of the taxonomy: what is said or shown, what is done, and what is done with a company's access. */
const GROUPS = ["D", "M", "A"] as const;

export function CategoriesForm({ one, onDone }: Props) {
  const words = useWords();
  const { t } = words;
  const needed = useNeeded();
  const codes = (isPrimary: boolean): string[] =>
    one.categories.filter((category) => category.isPrimary === isPrimary).map(({ code }) => code);
  const form = useActForm({
    path: `cases/${one.id}/categories`,
    initial: { primary: codes(true)[0] ?? "", secondary: codes(false), reasons: "" },
    check: ({ primary, reasons }) => ({ primary: needed(primary), reasons: needed(reasons) }),
    body: ({ primary, secondary, reasons }) => ({
      primary,
      secondary: secondary.filter((code) => code !== primary),
      reasons,
    }),
    done: t("desk.cases.categories.done"),
    onDone,
  });
  const { primary, secondary } = form.values;
  const toggle = (code: string): void =>
    form.set(
      "secondary",
      secondary.includes(code) ? secondary.filter((other) => other !== code) : [...secondary, code],
    );
  return (
    <Form form={form} submit={t("desk.cases.categories.submit")}>
      <SelectField
        form={form}
        name="primary"
        label={t("desk.cases.categories.primary")}
        hint={t("desk.cases.categories.primary.hint")}
        empty={t("desk.cases.choose")}
        options={CATEGORIES.map((code) => ({ value: code, label: categoryName(words, code) }))}
      />
      <Secondary primary={primary} secondary={secondary} onToggle={toggle} />
      <TextField
        form={form}
        name="reasons"
        isLong
        label={t("desk.cases.reasons")}
        hint={t("desk.cases.reasons.desk")}
      />
    </Form>
  );
}

function Secondary(props: {
  readonly primary: string;
  readonly secondary: readonly string[];
  readonly onToggle: (code: string) => void;
}) {
  const { primary, secondary, onToggle } = props;
  const words = useWords();
  const { t } = words;
  return (
    <fieldset className="choices">
      <legend className="label">{t("desk.cases.categories.secondary")}</legend>
      {GROUPS.map((group) => {
        const ofGroup = CATEGORIES.filter((code) => code.startsWith(group));
        const count = ofGroup.filter((code) => secondary.includes(code) && code !== primary).length;
        return (
          <details key={group} open={count > 0}>
            <summary>{t("desk.cases.categories.group", { group, count })}</summary>
            {ofGroup.map((code) => (
              <label key={code} className="check-line">
                <input
                  type="checkbox"
                  checked={secondary.includes(code) && code !== primary}
                  disabled={code === primary}
                  onChange={() => onToggle(code)}
                />
                {categoryName(words, code)}
              </label>
            ))}
          </details>
        );
      })}
    </fieldset>
  );
}

/** Days that are entered by hand for a case, in the order in which they come; those that the house knows are not asked. */
const ENTERED: { readonly [procedure in CaseAnswer["procedure"]]: readonly string[] } = {
  customer_complaint: ["complaint_received_on", "complaint_acknowledged_on", "complaint_read_on"],
  staff_alert: ["alert_received_on", "alert_acknowledged_on", "meeting_asked_on", "met_on"],
  rights_request: ["request_received_on", "request_extended_on"],
};
const ABOUT_PEOPLE = [
  "facts_on",
  "known_on",
  "enquiry_ended_on",
  "provisionally_suspended_on",
  "convened_on",
  "convocation_presented_on",
  "interview_on",
  "reasons_given_on",
  "prosecution_began_on",
  "prosecution_ended_on",
  "review_asked_on",
  "review_answered_on",
  "rectified_on",
  "terminated_on",
];

export function DateForm({ one, onDone }: Props) {
  const words = useWords();
  const { t } = words;
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/dates`,
    initial: { fact: "", on: "", kind: "report", text: "" },
    check: ({ fact, on, text }) => ({ fact: needed(fact), on: needed(on), text: needed(text) }),
    body: ({ fact, on, kind, text }) => ({ fact, on, source: { kind, text } }),
    done: t("desk.cases.dates.done"),
    onDone,
  });
  const facts = [...(one.procedure === "rights_request" ? [] : ABOUT_PEOPLE), ...ENTERED[one.procedure]];
  const known = one.dates.find(({ fact }) => fact === form.values.fact);
  return (
    <Form form={form} submit={t("desk.cases.dates.submit")}>
      <SelectField
        form={form}
        name="fact"
        label={t("desk.cases.dates.fact")}
        empty={t("desk.cases.choose")}
        options={facts.map((fact) => ({ value: fact, label: dateName(words, fact) }))}
      />
      {known !== undefined && (
        <p className="notice">{t("desk.cases.dates.replaces", { day: words.day(Date.parse(`${known.on}T12:00`)) })}</p>
      )}
      <TextField form={form} name="on" type="date" label={t("desk.cases.dates.on")} />
      <SelectField
        form={form}
        name="kind"
        label={t("desk.cases.dates.kind")}
        options={(["report", "document", "statement"] as const).map((kind) => ({
          value: kind,
          label: t("desk.cases.date-source", { kind }),
        }))}
      />
      <TextField form={form} name="text" label={t("desk.cases.dates.text")} hint={t("desk.cases.dates.text.hint")} />
    </Form>
  );
}

export function TextForm({ one, kind, onDone }: Props & { readonly kind: "allegation" | "note" }) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/${kind === "note" ? "notes" : "allegation"}`,
    initial: { text: "" },
    check: ({ text }) => ({ text: needed(text) }),
    done: t("desk.cases.text.done", { kind }),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.text.submit", { kind })}>
      <TextField
        form={form}
        name="text"
        isLong
        label={t("desk.cases.text.label", { kind })}
        hint={t("desk.cases.text.hint", { kind })}
      />
    </Form>
  );
}

export function EvidenceForm({ one, onDone }: Props) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/evidence`,
    initial: { text: "", happenedAt: "" },
    check: ({ text }) => ({ text: needed(text) }),
    body: ({ text, happenedAt }) => ({
      text,
      ...(happenedAt !== "" && { happenedAt: new Date(happenedAt).toISOString() }),
    }),
    done: t("desk.cases.evidence.done"),
    onDone,
  });
  const told = one.reports.flatMap(({ details }) => details).flatMap(({ text }) => (text === null ? [] : [text]));
  return (
    <Form form={form} submit={t("desk.cases.evidence.submit")}>
      {told.length > 0 && (
        <div className="quick" role="group" aria-label={t("desk.cases.evidence.from")}>
          {told.slice(0, 5).map((text) => (
            <Button key={text} look="quiet" onClick={() => form.set("text", text)}>
              {t("desk.cases.evidence.take", { text: text.length > 40 ? `${text.slice(0, 40)}…` : text })}
            </Button>
          ))}
        </div>
      )}
      <TextField
        form={form}
        name="text"
        isLong
        label={t("desk.cases.evidence.text")}
        hint={t("desk.cases.evidence.hint")}
      />
      <TextField
        form={form}
        name="happenedAt"
        type="datetime-local"
        label={t("desk.cases.evidence.at")}
        hint={t("desk.cases.evidence.at.hint")}
      />
    </Form>
  );
}
