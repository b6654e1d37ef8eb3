import { useState } from "react";
import { Button } from "../shared/Button.tsx";
import { Dialog } from "../shared/Dialog.tsx";
import { Field } from "../shared/Field.tsx";
import { Icon } from "../shared/icons.tsx";
import { noteAddress } from "./acts.ts";
import {
  type Answer,
  cancelMission,
  closeMission,
  discloseAddress,
  type PhoneMission,
  type Problem,
  reopenMission,
  setOff,
} from "./api.ts";
import { type Change, type Live, nowOf } from "./live.ts";
import { durationOf, type Phase, sidesOf } from "./rules.ts";
import { problemText, useWords } from "./words.ts";

type Props = {
  readonly mission: PhoneMission;
  readonly phase: Phase;
  readonly clock: NonNullable<Live["clock"]>;
  readonly dispatch: (change: Change) => void;
};
/** Runs an act and shows why when the server says no. */
type Act = <T>(doing: Promise<Answer<T>>) => Promise<Answer<T>>;

/** What the staff and the desk can do with a mission. */
export function MissionActs(props: Props) {
  const words = useWords();
  const [problem, setProblem] = useState<Problem>();
  const act: Act = async (doing) => {
    const answer = await doing;
    setProblem(answer.ok ? undefined : answer.problem);
    return answer;
  };
  return (
    <div className="acts">
      <StaffActs {...props} act={act} />
      <DeskActs {...props} act={act} />
      {problem && (
        <p className="notice stop small" role="alert">
          {problemText(words, problem)}
        </p>
      )}
    </div>
  );
}

function StaffActs({ mission, clock, dispatch, act }: Props & { readonly act: Act }) {
  const { t } = useWords();
  const side = sidesOf(mission)?.staff;
  const staff = mission.lines[0]?.staff ?? "";
  const showAddress = async (): Promise<void> => {
    const answer = await act(discloseAddress(mission.id, staff));
    if (answer.ok && answer.body.value !== null && side !== undefined)
      dispatch({ type: "note", data: noteAddress(side, answer.body.value, clock) });
  };
  return (
    <fieldset>
      <legend className="label">{t("phones.staff")}</legend>
      <Button isUnavailable={mission.isOnMyWay} onClick={() => void act(setOff(mission.id, staff))}>
        {t(mission.isOnMyWay ? "phones.act.on-my-way.done" : "phones.act.on-my-way")}
      </Button>
      {mission.hasAddress && (
        <Button onClick={() => void showAddress()}>
          <Icon name="pin" size={18} />
          {t("phones.act.address")}
        </Button>
      )}
    </fieldset>
  );
}

type Asked = "reopen" | "cancel";

function DeskActs({ mission, phase, clock, act }: Props & { readonly act: Act }) {
  const { t } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const isComingOrOpen = phase.name === "open" || phase.name === "scheduled";
  const isEnded = phase.name === "grace" || phase.name === "closed";
  const confirm = (reason: string, minutes: number): void => {
    setAsked(undefined);
    const closesAt = new Date(nowOf(clock) + minutes * 60_000).toISOString();
    void act(
      asked === "reopen"
        ? reopenMission(mission.id, { reason, closesAt })
        : cancelMission(mission.id, { ...(reason !== "" && { reason }) }),
    );
  };
  const button = (name: "close" | Asked, isUnavailable: boolean, onClick: () => void) => (
    <Button
      isUnavailable={isUnavailable}
      title={isUnavailable ? t("phones.act.unavailable", { act: name }) : undefined}
      onClick={onClick}
    >
      {t(`phones.act.${name}`)}
    </Button>
  );
  return (
    <fieldset>
      <legend className="label">{t("phones.desk")}</legend>
      {button("close", phase.name !== "open", () => void act(closeMission(mission.id)))}
      {button("reopen", !isEnded, () => setAsked("reopen"))}
      {button("cancel", !isComingOrOpen, () => setAsked("cancel"))}
      {asked && <ReasonDialog act={asked} onClose={() => setAsked(undefined)} onConfirm={confirm} />}
    </fieldset>
  );
}

const REOPEN_MINUTES = [30, 60, 180] as const;
const REASON_LENGTH = 200;

function ReasonDialog(props: {
  readonly act: Asked;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string, minutes: number) => void;
}) {
  const { t } = useWords();
  const { act } = props;
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState<number>(REOPEN_MINUTES[1]);
  return (
    <Dialog title={t(`phones.dialog.${act}.title`)} onClose={props.onClose}>
      <form
        className="ask"
        onSubmit={(event) => {
          event.preventDefault();
          props.onConfirm(reason.trim(), minutes);
        }}
      >
        <p className="soft">{t(`phones.dialog.${act}.text`)}</p>
        <Field label={t(act === "reopen" ? "phones.dialog.reason" : "phones.dialog.reason.optional")}>
          {(ids) => (
            <input
              {...ids}
              className="field"
              autoComplete="off"
              maxLength={REASON_LENGTH}
              pattern=".*\S.*"
              required={act === "reopen"}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {act === "reopen" && <Minutes value={minutes} onChange={setMinutes} />}
        <div className="ask-buttons">
          <Button look="quiet" onClick={props.onClose}>
            {t("phones.dialog.dismiss")}
          </Button>
          <Button look={act === "cancel" ? "danger" : "primary"} type="submit">
            {t(`phones.dialog.${act}.confirm`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Minutes(props: { readonly value: number; readonly onChange: (minutes: number) => void }) {
  const { t } = useWords();
  return (
    <Field label={t("phones.dialog.until")}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          value={props.value}
          onChange={(event) => props.onChange(Number(event.target.value))}
        >
          {REOPEN_MINUTES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t("phones.duration", durationOf(minutes * 60_000))}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
