import type { NumbersAnswer } from "../../../src/numbers/wire.ts";
import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { splitNumbers } from "./rules.ts";

const USUAL_CARRIER = "simulator";

/** Numbers of the company's own: what a carrier brings texts and calls of. */
export function AddNumbers({
  carriers,
  onClose,
}: {
  readonly carriers: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const form = useForm({
    initial: { numbers: "", carrier: carriers[0] ?? USUAL_CARRIER },
    check: ({ numbers, carrier }) => ({
      numbers: splitNumbers(numbers).length === 0 ? t("desk.numbers.add.missing") : undefined,
      carrier: carrier.trim() === "" ? t("desk.missing") : undefined,
    }),
    send: ({ numbers, carrier }, key) =>
      api.send<NumbersAnswer>(
        "POST",
        "/v1/numbers",
        { numbers: splitNumbers(numbers), carrier },
        { key, isRepeatable: true },
      ),
    onDone: ({ added, known }) => {
      void refresh("/v1/numbers");
      toast(t("desk.numbers.added", { added, known }));
      onClose();
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <Dialog title={t("desk.numbers.add")} onClose={onClose}>
      <div className="stack">
        <p className="soft">{t("desk.numbers.add.text")}</p>
        <Form
          form={form}
          submit={t("desk.numbers.add")}
          actions={<Button onClick={onClose}>{t("face.cancel")}</Button>}
        >
          <TextField
            form={form}
            name="numbers"
            label={t("desk.numbers.add.numbers")}
            hint={t("desk.numbers.add.hint")}
            isLong
          />
          <TextField
            form={form}
            name="carrier"
            label={t("desk.numbers.carrier")}
            hint={t("desk.numbers.carrier.hint")}
          />
        </Form>
      </div>
    </Dialog>
  );
}
