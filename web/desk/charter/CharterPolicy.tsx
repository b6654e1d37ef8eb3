import { useState } from "react";
import type { PolicyRequest } from "../../../src/charter/charters/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";

const PATH = "/v1/charter-policy";

/** Whether somebody is given missions before they have read the charter. */
export function CharterPolicy() {
  const { t } = useWords();
  const policy = useRead<PolicyRequest>(PATH);
  const [isAsked, setAsked] = useState(false);
  return (
    <Section title={t("desk.charter.policy")}>
      <Read of={policy} rows={1}>
        {({ requireAcknowledgement: isRequired }) => (
          <div className="card group">
            <p>
              <Badge tone={isRequired ? "good" : "plain"}>
                {t("desk.charter.policy.is", { required: String(isRequired) })}
              </Badge>
            </p>
            <p className="soft">{t("desk.charter.policy.text")}</p>
            <div className="buttons">
              <Button onClick={() => setAsked(true)}>
                {t("desk.charter.policy.change", { required: String(isRequired) })}
              </Button>
            </div>
            {isAsked && <Change isRequired={isRequired} onClose={() => setAsked(false)} />}
          </div>
        )}
      </Read>
    </Section>
  );
}

function Change({ isRequired, onClose }: { readonly isRequired: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const change = useAct(async () => {
    await api.send("PUT", PATH, { requireAcknowledgement: !isRequired });
    await refresh(PATH);
    toast(t("desk.charter.policy.done"));
    onClose();
  });
  return (
    <Confirm
      title={t("desk.charter.policy.change", { required: String(isRequired) })}
      consequences={
        isRequired ? [t("desk.charter.policy.off")] : [t("desk.charter.policy.on"), t("desk.charter.policy.before")]
      }
      confirm={t("desk.charter.policy.change", { required: String(isRequired) })}
      isBusy={change.isBusy}
      problem={change.problem}
      onConfirm={change.run}
      onClose={onClose}
    />
  );
}
