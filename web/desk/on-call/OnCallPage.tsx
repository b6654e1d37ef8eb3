import { useState } from "react";
import type { StaffItem } from "../../../src/people/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { ComboBox } from "../../shared/ComboBox.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Problem, Read } from "../../shared/States.tsx";
import type { Page } from "../../shared/Table.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import "../parts/parts.css";

type OnCall = { readonly staff: readonly string[] };
const PATH = "/v1/on-call";

/** Whose phones ring when somebody is in danger. */
export default function OnCallPage() {
  const { t } = useWords();
  const onCall = useRead<OnCall>(PATH);
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.on-call")} lead={t("desk.on-call.lead")} />
      <Read of={onCall}>{({ staff }) => <OnCallList staff={staff} />}</Read>
    </div>
  );
}

function OnCallList({ staff }: OnCall) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState<readonly string[]>(staff);
  const put = async (next: readonly string[]): Promise<void> => {
    await api.send("PUT", PATH, { staff: next });
    await refresh(PATH);
  };
  const change = useAct(async () => {
    await put(wanted);
    setText("");
    toast(t("desk.on-call.done", { count: wanted.length }), () => void put(staff).then(() => setWanted(staff)));
  });
  const query = new URLSearchParams({ q: text.trim() || "-", limit: "20" });
  const found = useRead<Page<StaffItem>>(`/v1/staff?${query.toString()}`, { enabled: text.trim() !== "" });
  const options = (text.trim() === "" ? [] : (found.data?.items ?? []))
    .filter(({ reference, hasPhone }) => hasPhone && !wanted.includes(reference))
    .map(({ reference, depot }) => ({ value: reference, label: reference, ...(depot !== null && { hint: depot }) }));
  const isChanged = wanted.join("\n") !== staff.join("\n");
  return (
    <Section title={t("desk.on-call.who")} lead={t("desk.on-call.who.lead")}>
      {wanted.length === 0 ? (
        <Empty icon="bell" title={t("desk.on-call.none")}>
          {t("desk.on-call.none.text")}
        </Empty>
      ) : (
        <ul className="people-list">
          {wanted.map((one) => (
            <li key={one}>
              <b>{one}</b>
              <Button onClick={() => setWanted(wanted.filter((other) => other !== one))}>
                {t("desk.on-call.remove")}
                <span className="visually-hidden"> {one}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ComboBox
        label={t("desk.on-call.add")}
        hint={t("desk.on-call.add.hint")}
        options={options}
        text={text}
        onText={setText}
        onChoose={({ value }) => (setWanted([...wanted, value]), setText(""))}
      />
      {change.problem && <Problem problem={change.problem} />}
      <div className="buttons">
        <Button look="primary" isUnavailable={!isChanged || change.isBusy} onClick={change.run}>
          {t("desk.on-call.save")}
        </Button>
        {isChanged && <Button onClick={() => setWanted(staff)}>{t("face.cancel")}</Button>}
      </div>
    </Section>
  );
}
