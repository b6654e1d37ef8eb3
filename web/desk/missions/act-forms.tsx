import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import type { FieldErrors } from "../../shared/form-errors.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { type ActProps, fromLocal, type MissionAct, splitReferences, toLocal } from "./rules.ts";

/** A form of one act: it is sent, everything about missions is read again, and the page says that it was done. */
function useActForm<V extends object>(
  { mission, onClose }: ActProps,
  options: {
    readonly method?: "POST" | "PATCH";
    readonly to?: string;
    readonly initial: V;
    readonly check?: (values: V) => FieldErrors<V>;
    readonly body: (values: V) => object;
    readonly done: string;
    readonly undo?: object;
  },
): FormOf<V> {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const { method = "POST", to = "", initial, check, body, done, undo } = options;
  const path = `/v1/missions/${mission.id}${to}`;
  const change = async (sent: object, key?: string): Promise<void> => {
    try {
      await api.send(method, path, sent, key === undefined ? {} : { key, isRepeatable: method === "POST" });
    } finally {
      // Refused too: somebody else may have changed it meanwhile.
      await refresh("/v1/missions");
    }
  };
  return useForm({
    initial,
    ...(check && { check }),
    send: (values, key) => change(body(values), key),
    onDone: () => {
      const [undone, failed] = [() => toast(t("desk.undone")), () => toast(t("desk.not-undone"))];
      toast(done, undo && (() => void change(undo).then(undone, failed)));
      onClose();
    },
    notUnderstood: t("face.problem.field"),
  });
}

function ActDialog<V extends object>(props: {
  readonly act: MissionAct;
  readonly form: FormOf<V>;
  readonly title: string;
  readonly consequences: readonly string[];
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}) {
  const { t } = useWords();
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div className="stack">
        <ul className="consequences">
          {props.consequences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <Form
          form={props.form}
          submit={t(`desk.missions.act.${props.act}`)}
          actions={<Button onClick={props.onClose}>{t("face.cancel")}</Button>}
        >
          {props.children}
        </Form>
      </div>
    </Dialog>
  );
}

export function CloseDialog(props: ActProps) {
  const { t } = useWords();
  const form = useActForm(props, {
    to: "/close",
    initial: { reason: "" },
    body: ({ reason }) => (reason.trim() === "" ? {} : { reason }),
    done: t("desk.missions.closed"),
  });
  const { graceMinutes } = props.mission;
  return (
    <ActDialog
      act="close"
      form={form}
      title={t("desk.missions.close.title")}
      consequences={[t("desk.missions.close.grace", { count: graceMinutes }), t("desk.missions.close.reopen")]}
      onClose={props.onClose}
    >
      <TextField form={form} name="reason" label={t("desk.missions.reason.optional")} isLong maxLength={1000} />
    </ActDialog>
  );
}

export function CancelDialog(props: ActProps) {
  const { t } = useWords();
  const form = useActForm(props, {
    to: "/cancel",
    initial: { reason: "" },
    body: ({ reason }) => (reason.trim() === "" ? {} : { reason }),
    done: t("desk.missions.cancelled"),
  });
  return (
    <ActDialog
      act="cancel"
      form={form}
      title={t("desk.missions.cancel.title")}
      consequences={[
        t("desk.missions.cancel.contact"),
        t("desk.missions.cancel.tell"),
        t("desk.missions.cancel.final"),
      ]}
      onClose={props.onClose}
    >
      <TextField form={form} name="reason" label={t("desk.missions.reason.optional")} isLong maxLength={1000} />
    </ActDialog>
  );
}

export function ReopenDialog(props: ActProps) {
  const { t } = useWords();
  const form = useActForm(props, {
    to: "/reopen",
    initial: { reason: "", closesAt: "" },
    check: ({ reason, closesAt }) => ({
      reason: reason.trim() === "" ? t("desk.missions.reason.missing") : undefined,
      closesAt: fromLocal(closesAt) === undefined ? t("desk.missions.end.missing") : undefined,
    }),
    body: ({ reason, closesAt }) => ({ reason, closesAt: fromLocal(closesAt) }),
    done: t("desk.missions.reopened"),
  });
  return (
    <ActDialog
      act="reopen"
      form={form}
      title={t("desk.missions.reopen.title")}
      consequences={[t("desk.missions.reopen.contact"), t("desk.missions.reopen.recorded")]}
      onClose={props.onClose}
    >
      <TextField form={form} name="closesAt" type="datetime-local" label={t("desk.missions.end.new")} isRequired />
      <TextField form={form} name="reason" label={t("desk.missions.reason")} isLong maxLength={1000} isRequired />
    </ActDialog>
  );
}

export function RescheduleDialog(props: ActProps) {
  const { t } = useWords();
  const { opensAt, closesAt } = props.mission;
  const form = useActForm(props, {
    method: "PATCH",
    initial: { opensAt: toLocal(opensAt), closesAt: toLocal(closesAt) },
    check: (values) => ({
      opensAt: fromLocal(values.opensAt) === undefined ? t("desk.missions.start.missing") : undefined,
      closesAt: fromLocal(values.closesAt) === undefined ? t("desk.missions.end.missing") : undefined,
    }),
    body: (values) => ({ opensAt: fromLocal(values.opensAt), closesAt: fromLocal(values.closesAt) }),
    done: t("desk.missions.rescheduled"),
    undo: { opensAt, closesAt },
  });
  return (
    <ActDialog
      act="reschedule"
      form={form}
      title={t("desk.missions.reschedule.title")}
      consequences={[t("desk.missions.reschedule.lines"), t("desk.missions.reschedule.tell")]}
      onClose={props.onClose}
    >
      <div className="form-grid">
        <TextField form={form} name="opensAt" type="datetime-local" label={t("desk.missions.start")} isRequired />
        <TextField form={form} name="closesAt" type="datetime-local" label={t("desk.missions.end")} isRequired />
      </div>
    </ActDialog>
  );
}

export function ReassignDialog(props: ActProps) {
  const { t } = useWords();
  const before = props.mission.lines.map(({ staff }) => staff);
  const form = useActForm(props, {
    method: "PATCH",
    initial: { staff: before.join("\n") },
    check: ({ staff }) => ({
      staff: splitReferences(staff).length === 0 ? t("desk.missions.staff.missing") : undefined,
    }),
    body: ({ staff }) => ({ staff: splitReferences(staff) }),
    done: t("desk.missions.reassigned"),
    undo: { staff: before },
  });
  return (
    <ActDialog
      act="reassign"
      form={form}
      title={t("desk.missions.reassign.title")}
      consequences={[t("desk.missions.reassign.numbers"), t("desk.missions.reassign.before")]}
      onClose={props.onClose}
    >
      <TextField
        form={form}
        name="staff"
        label={t("desk.missions.staff")}
        hint={t("desk.missions.staff.hint")}
        isLong
      />
    </ActDialog>
  );
}

export function PhoneDialog(props: ActProps) {
  const { t } = useWords();
  const form = useActForm(props, {
    method: "PATCH",
    initial: { phone: "" },
    check: ({ phone }) => ({ phone: phone.trim() === "" ? t("desk.missions.phone.missing") : undefined }),
    body: ({ phone }) => ({ customer: { phone } }),
    done: t("desk.missions.phone.done"),
  });
  return (
    <ActDialog
      act="phone"
      form={form}
      title={t("desk.missions.phone.title")}
      consequences={[t("desk.missions.phone.write-only"), t("desk.missions.phone.lines")]}
      onClose={props.onClose}
    >
      <TextField
        form={form}
        name="phone"
        type="tel"
        label={t("desk.missions.phone")}
        autoComplete="off"
        maxLength={40}
        isRequired
      />
    </ActDialog>
  );
}
