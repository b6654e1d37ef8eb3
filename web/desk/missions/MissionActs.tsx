import { type ReactNode, useState } from "react";
import { useApi } from "../../shared/api.ts";
import { Confirm } from "../../shared/Confirm.tsx";
import { Field } from "../../shared/Field.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import {
  CancelDialog,
  CloseDialog,
  PhoneDialog,
  ReassignDialog,
  ReopenDialog,
  RescheduleDialog,
} from "./act-forms.tsx";
import type { ActProps, MissionAct } from "./rules.ts";

/** What is asked before an act on a mission, and what follows from it. */
export function MissionActDialog({ act, ...props }: ActProps & { readonly act: MissionAct }) {
  const dialogs: { readonly [one in MissionAct]: ReactNode } = {
    announce: <AnnounceDialog {...props} />,
    cancel: <CancelDialog {...props} />,
    close: <CloseDialog {...props} />,
    phone: <PhoneDialog {...props} />,
    reassign: <ReassignDialog {...props} />,
    reopen: <ReopenDialog {...props} />,
    reschedule: <RescheduleDialog {...props} />,
    "set-off": <SetOffDialog {...props} />,
  };
  return dialogs[act];
}

function AnnounceDialog({ mission, onClose }: ActProps) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const announce = useAct(async () => {
    await api.send("POST", `/v1/missions/${mission.id}/announce`, {});
    toast(t("desk.missions.announced"));
    onClose();
  });
  return (
    <Confirm
      title={t("desk.missions.announce.title")}
      consequences={[t("desk.missions.announce.text"), t("desk.missions.announce.once")]}
      confirm={t("desk.missions.act.announce")}
      isBusy={announce.isBusy}
      problem={announce.problem}
      onConfirm={announce.run}
      onClose={onClose}
    />
  );
}

function SetOffDialog({ mission, onClose }: ActProps) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [staff, setStaff] = useState(mission.lines[0]?.staff ?? "");
  const setOff = useAct(async () => {
    try {
      await api.send("POST", `/v1/missions/${mission.id}/on-my-way`, { staff });
      toast(t("desk.missions.set-off.done", { staff }));
      onClose();
    } finally {
      await refresh("/v1/missions");
    }
  });
  return (
    <Confirm
      title={t("desk.missions.set-off.title", { staff })}
      consequences={[t("desk.missions.set-off.text"), t("desk.missions.set-off.for-good")]}
      confirm={t("desk.missions.act.set-off")}
      isBusy={setOff.isBusy}
      problem={setOff.problem}
      onConfirm={setOff.run}
      onClose={onClose}
    >
      {mission.lines.length > 1 && (
        <Field label={t("desk.missions.set-off.who")}>
          {(ids) => (
            <select {...ids} className="field" value={staff} onChange={({ target }) => setStaff(target.value)}>
              {mission.lines.map((line) => (
                <option key={line.staff} value={line.staff}>
                  {line.staff}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </Confirm>
  );
}
