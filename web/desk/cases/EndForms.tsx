import { ChoiceField, Form, TextField } from "../../shared/Form.tsx";
import { useWords } from "../words.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Props = { readonly one: CaseAnswer; readonly onDone: () => void };

export function HearingForm({ one, onDone }: Props) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/hearing`,
    initial: { how: one.answers.length > 0 ? "answered" : "", reasons: "" },
    check: ({ how }) => ({ how: needed(how) }),
    body: ({ how, reasons }) => ({ how, ...(reasons.trim() !== "" && { reasons }) }),
    done: t("desk.cases.hearing.done"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.hearing.submit")}>
      {one.allegations.length === 0 && <p className="notice">{t("refusal.allegation_missing")}</p>}
      <ChoiceField
        form={form}
        name="how"
        label={t("desk.cases.hearing.how")}
        options={(["answered", "met", "no_answer"] as const).map((how) => ({
          value: how,
          label: t("desk.cases.hearing.value", { how }),
          hint: t("desk.cases.hearing.hint", { how, answers: one.answers.length }),
        }))}
      />
      <TextField form={form} name="reasons" isLong label={t("desk.cases.hearing.note")} />
    </Form>
  );
}

export function RetractForm({ one, version, onDone }: Props & { readonly version: number }) {
  const form = useReasons(one, "retraction", onDone, { version });
  const { t } = useWords();
  return (
    <Form form={form} submit={t("desk.cases.retract.submit")}>
      <TextField form={form} name="reasons" isLong label={t("desk.cases.reasons")} />
    </Form>
  );
}

export function WithdrawalForm({ one, onDone }: Props) {
  const form = useReasons(one, "withdrawal", onDone);
  const { t } = useWords();
  return (
    <Form form={form} submit={t("desk.cases.withdrawal.submit")}>
      <TextField
        form={form}
        name="reasons"
        isLong
        label={t("desk.cases.reasons")}
        hint={t("desk.cases.withdrawal.hint")}
      />
    </Form>
  );
}

export function AppealForm({ one, onDone }: Props) {
  const form = useReasons(one, "appeal", onDone);
  const { t } = useWords();
  return (
    <Form form={form} submit={t("desk.cases.appeal.submit")}>
      <TextField form={form} name="reasons" isLong label={t("desk.cases.appeal.text")} />
    </Form>
  );
}

function useReasons(
  one: CaseAnswer,
  act: "retraction" | "withdrawal" | "appeal",
  onDone: () => void,
  more: { readonly version?: number } = {},
) {
  const { t } = useWords();
  const needed = useNeeded();
  return useActForm({
    path: `cases/${one.id}/${act}`,
    initial: { reasons: "" },
    check: ({ reasons }) => ({ reasons: needed(reasons) }),
    body: ({ reasons }) => ({ ...more, reasons }),
    done: t("desk.cases.ended", { act }),
    onDone,
  });
}
