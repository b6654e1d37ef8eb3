import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useWords } from "../words.ts";
import { PATH, type Reading } from "./reading.ts";

/** Opens one text, which is recorded, and then delivers or refuses it. Whoever has not read it decides nothing. */
export function OpenReading({ reading, onClose }: { readonly reading: Reading; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(problemIn(error));
    }
    setBusy(false);
    void queries.invalidateQueries({ queryKey: [PATH] });
  };
  const path = `/v1/attempts/${reading.attempt}/reading`;
  const open = () =>
    attempt(async () => setText((await api.send<{ readonly text: string }>("POST", `${path}/open`, {})).text));
  const decide = (decision: "deliver" | "refuse") =>
    attempt(async () => {
      await api.send("POST", `${path}/decision`, { decision });
      toast(t("desk.readings.decided", { decision }));
      onClose();
    });
  return (
    <Dialog title={t("desk.readings.open")} onClose={onClose}>
      <div className="stack">
        <p className="soft small">
          {t("desk.readings.direction.value", { direction: reading.direction })}
          {reading.staff !== null && ` · ${reading.staff}`}
        </p>
        {problem && <Problem problem={problem} />}
        {text === undefined ? (
          <Before isBusy={isBusy} onOpen={() => void open()} onClose={onClose} />
        ) : (
          <Text text={text} isBusy={isBusy} onDecide={(decision) => void decide(decision)} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

type Props = { readonly isBusy: boolean; readonly onClose: () => void };

function Before({ isBusy, onOpen, onClose }: Props & { readonly onOpen: () => void }) {
  const { t } = useWords();
  return (
    <>
      <p>{t("desk.readings.before")}</p>
      <div className="buttons">
        <Button look="primary" isUnavailable={isBusy} onClick={onOpen}>
          {isBusy ? t("face.busy") : t("desk.readings.open.confirm")}
        </Button>
        <Button onClick={onClose}>{t("face.cancel")}</Button>
      </div>
    </>
  );
}

function Text(props: Props & { readonly text: string; readonly onDecide: (decision: "deliver" | "refuse") => void }) {
  const { text, isBusy, onDecide, onClose } = props;
  const { t } = useWords();
  return (
    <>
      <blockquote className="said">{text}</blockquote>
      <p className="soft small">{t("desk.readings.decide.lead")}</p>
      <div className="buttons">
        <Button look="primary" isUnavailable={isBusy} onClick={() => onDecide("deliver")}>
          {t("desk.readings.deliver")}
        </Button>
        <Button look="danger" isUnavailable={isBusy} onClick={() => onDecide("refuse")}>
          {t("desk.readings.refuse")}
        </Button>
        <Button onClick={onClose}>{t("desk.readings.later")}</Button>
      </div>
    </>
  );
}
