import { type SubmitEvent, useRef, useState } from "react";
import { newKey, problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { useLeaveGuard } from "../../shared/Routing.tsx";
import { Problem } from "../../shared/States.tsx";
import { missionPath, threadPath } from "../addresses.ts";
import type { Draft, MissionRead, Sent } from "../wire.ts";
import { useWords } from "../words.ts";
import { AreYouSure } from "./AreYouSure.tsx";

const QUICK = ["ten", "twenty", "late", "door", "done"] as const;
/** As the server has it. */
const MAX_CHARACTERS = 1_000;

/** Where one writes: ready sentences, one's own words, and a question before what a machine would keep back. */
export function Writer({ mission, onSent }: { readonly mission: MissionRead; readonly onSent: (sent: Sent) => void }) {
  const { t } = useWords();
  const box = useRef<HTMLTextAreaElement>(null);
  const sending = useSending(mission, onSent);
  const { text, setText, isBusy, problem, setDoubt, check } = sending;
  useLeaveGuard(text.trim() !== "");
  if (!mission.channels.includes("sms")) return <p className="soft">{t("staff.write.none")}</p>;
  const put = (words: string): void => {
    setText(words);
    setDoubt(undefined);
    box.current?.focus();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void check();
  };
  return (
    <form className="writer stack" onSubmit={submit}>
      <div className="quick" role="group" aria-label={t("staff.write.quick")}>
        {QUICK.map((one) => (
          <button key={one} type="button" className="chip" onClick={() => put(t(`staff.write.quick.${one}`))}>
            {t(`staff.write.short.${one}`)}
          </button>
        ))}
      </div>
      <Field label={t("staff.write.label")}>
        {(ids) => (
          <textarea
            {...ids}
            ref={box}
            className="field"
            rows={2}
            maxLength={MAX_CHARACTERS}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {problem && <Problem problem={problem} />}
      {problem?.status === 0 && <p className="small">{t("staff.write.offline")}</p>}
      <div className="buttons writer-buttons">
        <Button type="submit" look="primary" isUnavailable={isBusy || text.trim() === ""}>
          <Icon name="send" />
          {isBusy ? t("face.busy") : t("staff.write.send")}
        </Button>
        {mission.isScreened && <span className="soft small">{t("staff.write.screened")}</span>}
      </div>
      <Questions sending={sending} onPut={put} />
    </form>
  );
}

/** What is asked before a text leaves, and told after a word that is never refused. */
function Questions(props: { readonly sending: ReturnType<typeof useSending>; readonly onPut: (text: string) => void }) {
  const { t } = useWords();
  const { text, isBusy, doubt, answer, setAnswer, send } = props.sending;
  return (
    <>
      {doubt && (
        <AreYouSure
          text={text}
          draft={doubt}
          isBusy={isBusy}
          onUse={props.onPut}
          onEdit={() => props.onPut(text)}
          onSend={() => void send()}
        />
      )}
      {answer !== undefined && (
        <Dialog title={t("staff.write.answer")} onClose={() => setAnswer(undefined)}>
          <div className="stack">
            <p className="disclosed-text">{answer}</p>
            <Button look="primary" onClick={() => setAnswer(undefined)}>
              {t("staff.write.answer.kept")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** A text on its way: looked at first where a machine checks, sent once however often it is tried. */
function useSending({ id, isScreened }: MissionRead, onSent: (sent: Sent) => void) {
  const api = useApi();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemOf>();
  const [doubt, setDoubt] = useState<Draft>();
  const [answer, setAnswer] = useState<string>();
  const tried = useRef({ text: "", key: "" });

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setDoubt(undefined);
      setProblem(problemIn(error));
    }
    setBusy(false);
  };
  const deliver = async (): Promise<void> => {
    if (tried.current.text !== text) tried.current = { text, key: newKey() };
    const options = { key: tried.current.key, isRepeatable: true };
    const sent = await api.send<Sent>("POST", threadPath(id), { text }, options);
    tried.current = { text: "", key: "" };
    setDoubt(undefined);
    setText("");
    if (sent.answer !== null) setAnswer(sent.answer);
    onSent(sent);
  };
  const check = (): Promise<void> =>
    attempt(async () => {
      if (text.trim() === "") return;
      if (isScreened) {
        const draft = await api.send<Draft>("POST", `${missionPath(id)}/drafts`, { text }, { isRepeatable: true });
        if (draft.verdict !== "pass") return setDoubt(draft);
      }
      await deliver();
    });
  return { text, setText, isBusy, problem, doubt, setDoubt, answer, setAnswer, check, send: () => attempt(deliver) };
}
