import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Form, SelectField, TextField } from "../../shared/Form.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import { DUTIES } from "../duties.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import type { DeskUser } from "./rules.ts";

export function ChangeUser({ user, onClose }: { readonly user: DeskUser; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const form = useForm<{ duty: string; depot: string }, void>({
    initial: { duty: user.duty, depot: user.depot ?? "" },
    send: async ({ duty, depot }) => {
      await api.send("PATCH", `/v1/desk-users/${user.id}`, { duty, depot: depot.trim() === "" ? null : depot });
      await refresh("/v1/desk-users");
    },
    onDone: () => {
      toast(t("desk.users.changed", { person: user.personReference }));
      onClose();
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <Dialog title={t("desk.users.change.title", { person: user.personReference })} onClose={onClose}>
      <div className="stack">
        <ul className="consequences">
          <li>{t("desk.users.change.sessions")}</li>
          <li>{t("desk.users.change.one")}</li>
        </ul>
        <Form
          form={form}
          submit={t("desk.users.act.change")}
          actions={<Button onClick={onClose}>{t("face.cancel")}</Button>}
        >
          <SelectField
            form={form}
            name="duty"
            label={t("desk.users.duty")}
            options={DUTIES.map((duty) => ({ value: duty, label: t(`desk.duty.${duty}`) }))}
          />
          <TextField form={form} name="depot" label={t("desk.users.depot")} hint={t("desk.users.depot.hint")} />
        </Form>
      </div>
    </Dialog>
  );
}
