import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { serverNow } from "../../shared/clock.ts";
import { Confirm } from "../../shared/Confirm.tsx";
import type { Problem } from "../../shared/retry.ts";
import { Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { DEVICES } from "../addresses.ts";
import type { Device, Items } from "../wire.ts";
import { useWords } from "../words.ts";

/** Where one is signed in; a phone that was lost is signed out from another one. */
export function Devices() {
  const words = useWords();
  const { t } = words;
  const devices = useRead<Items<Device>>(DEVICES);
  const [lost, setLost] = useState<Device>();
  return (
    <section className="stack">
      <h2>{t("staff.devices")}</h2>
      <p className="soft">{t("staff.devices.lead")}</p>
      <Read of={devices} rows={1}>
        {({ items }) => (
          <ul className="stack">
            {items.map((device) => (
              <li key={device.id} className="card part device">
                <div>
                  <p className="row-title">
                    {t("staff.devices.since", { day: words.day(Date.parse(device.beganAt)) })}
                  </p>
                  <p className="soft small">
                    {t("staff.devices.seen", { at: words.when(Date.parse(device.seenAt), serverNow()) })}
                  </p>
                </div>
                {device.isOwn ? (
                  <Badge tone="good">{t("staff.devices.this")}</Badge>
                ) : (
                  <Button onClick={() => setLost(device)}>{t("staff.devices.end")}</Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Read>
      {lost && <EndDevice device={lost} onClose={() => setLost(undefined)} />}
    </section>
  );
}

function EndDevice({ device, onClose }: { readonly device: Device; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send("DELETE", `${DEVICES}/${device.id}`);
      await queries.invalidateQueries({ queryKey: [DEVICES] });
      toast(t("staff.devices.ended"));
      onClose();
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("staff.devices.end.title")}
      consequences={[t("staff.devices.end.text")]}
      confirm={t("staff.devices.end")}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onClose={onClose}
    />
  );
}
