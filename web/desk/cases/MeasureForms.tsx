import { ChoiceField, Form, SelectField, TextField } from "../../shared/Form.tsx";
import { useWords } from "../words.ts";
import { exceptionName } from "./names.ts";
import { EXCEPTIONS } from "./rules.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Props = { readonly one: CaseAnswer; readonly onDone: () => void };
type OfMeasure = { readonly caseId: string; readonly measure: string; readonly onDone: () => void };

export function ConcernedForm({ one, onDone }: Props) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/concerned`,
    initial: { staff: "", what: "certain", reasons: "" },
    check: ({ staff, reasons }) => ({ staff: needed(staff), reasons: needed(reasons) }),
    body: ({ staff, what, reasons }) => ({
      staff: staff.trim(),
      isConcerned: what !== "not",
      isCertain: what === "certain",
      reasons,
    }),
    done: t("desk.cases.concerned.done"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.concerned.submit")}>
      <TextField
        form={form}
        name="staff"
        label={t("desk.cases.concerned.staff")}
        hint={t("desk.cases.concerned.staff.hint", {
          known: one.concerned.map(({ staff }) => staff).join(", ") || "—",
        })}
        maxLength={200}
      />
      <ChoiceField
        form={form}
        name="what"
        label={t("desk.cases.concerned.what")}
        options={(["certain", "maybe", "not"] as const).map((what) => ({
          value: what,
          label: t("desk.cases.concerned.what.value", { what }),
        }))}
      />
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

export function MeasureForm({ one, onDone }: Props) {
  const words = useWords();
  const { t } = words;
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/measures`,
    initial: { kind: "hold", staff: one.concerned[0]?.staff ?? "", exception: "", reasons: "" },
    check: ({ staff, reasons }) => ({ staff: needed(staff), reasons: needed(reasons) }),
    body: ({ exception, ...values }) => ({ ...values, ...(exception !== "" && { exception }) }),
    done: t("desk.cases.measure.done"),
    onDone,
  });
  const { staff, kind } = form.values;
  const person = one.concerned.find((who) => who.staff === staff);
  const exceptions = EXCEPTIONS[person?.regime ?? ""] ?? [];
  return (
    <Form form={form} submit={t("desk.cases.measure.submit", { kind })}>
      <ChoiceField
        form={form}
        name="kind"
        label={t("desk.cases.measure.kind")}
        options={(["hold", "suspension"] as const).map((value) => ({
          value,
          label: t(`cases.measure.${value}`),
          hint: t("desk.cases.measure.kind.hint", { kind: value }),
        }))}
      />
      <SelectField
        form={form}
        name="staff"
        label={t("desk.cases.measure.staff")}
        options={one.concerned.map((who) => ({
          value: who.staff,
          label: who.isCertain ? who.staff : t("desk.cases.measure.staff.unsure", { staff: who.staff }),
        }))}
      />
      {kind === "suspension" && exceptions.length > 0 && (
        <SelectField
          form={form}
          name="exception"
          label={t("desk.cases.exception")}
          hint={t("desk.cases.exception.hint")}
          empty={t("desk.cases.exception.none")}
          options={exceptions.map((value) => ({ value, label: exceptionName(words, value) }))}
        />
      )}
      <TextField
        form={form}
        name="reasons"
        isLong
        label={t("desk.cases.reasons")}
        hint={t("desk.cases.reasons.concerned")}
      />
    </Form>
  );
}

export function EndMeasureForm({ caseId, measure, onDone }: OfMeasure) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${caseId}/measures/${measure}/end`,
    initial: { reasons: "" },
    check: ({ reasons }) => ({ reasons: needed(reasons) }),
    done: t("desk.cases.measure.end.done"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.measure.end")}>
      <TextField form={form} name="reasons" isLong label={t("desk.cases.reasons")} />
    </Form>
  );
}

export function SignForm({ caseId, measure, onDone }: OfMeasure) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${caseId}/measures/${measure}/sign`,
    initial: { decision: "", reasons: "" },
    check: ({ decision, reasons }) => ({ decision: needed(decision), reasons: needed(reasons) }),
    done: t("desk.cases.sign.done"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.sign.submit")}>
      <ChoiceField
        form={form}
        name="decision"
        label={t("desk.cases.sign.decision")}
        options={(["sign", "decline"] as const).map((decision) => ({
          value: decision,
          label: t("desk.cases.sign.value", { decision }),
          hint: t("desk.cases.sign.hint", { decision }),
        }))}
      />
      <TextField form={form} name="reasons" isLong label={t("desk.cases.reasons")} />
    </Form>
  );
}

/** What becomes of a pair cut: a human's decision, with reasons, within 72 hours. */
export function ReviewForm(props: {
  readonly caseId: string;
  readonly staff: readonly string[];
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${props.caseId}/cut-review`,
    initial: { staff: props.staff[0] ?? "", decision: "", reasons: "" },
    check: ({ decision, reasons }) => ({ decision: needed(decision), reasons: needed(reasons) }),
    done: t("desk.reviews.done"),
    onDone: props.onDone,
  });
  return (
    <Form form={form} submit={t("desk.reviews.submit")}>
      {props.staff.length > 1 && (
        <SelectField
          form={form}
          name="staff"
          label={t("desk.reviews.staff")}
          options={props.staff.map((value) => ({ value, label: value }))}
        />
      )}
      <ChoiceField
        form={form}
        name="decision"
        label={t("desk.reviews.decision")}
        options={(["kept", "lasting", "lifted"] as const).map((decision) => ({
          value: decision,
          label: t("desk.reviews.value", { decision }),
          hint: t("desk.reviews.hint", { decision }),
        }))}
      />
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
