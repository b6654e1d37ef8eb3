import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../shared/Button.tsx";
import { Field } from "../shared/Field.tsx";
import { Icon } from "../shared/icons.tsx";
import { dial, sendText } from "./acts.ts";
import type { Problem } from "./api.ts";
import type { Change, Live } from "./live.ts";
import { ANOTHER_PHONE, type As, displayNumber, initialsOf, type Side, threadOf } from "./rules.ts";
import { NoteItem } from "./Thread.tsx";
import { problemText, useWords } from "./words.ts";

/** The simulator refuses longer texts; a real handset would split them. */
const TEXT_LENGTH = 1000;
/** A mission code and the keys around it; longer input is a mistake. */
const KEYS_LENGTH = 16;

type Props = {
  readonly side: Side;
  readonly other: Side;
  readonly live: Live;
  readonly dispatch: (change: Change) => void;
  readonly draft: string;
  readonly onDraft: (text: string) => void;
};

/** One phone: who holds it, what it shows, and what it can do through the masked number. */
export function Handset({ side, other, live, dispatch, draft, onDraft }: Props) {
  const words = useWords();
  const { handset, masked } = side;
  const [as, setAs] = useState<As>("own");
  const [keys, setKeys] = useState("");
  const [problem, setProblem] = useState<Problem>();

  const send = async (): Promise<void> => {
    const text = draft.trim();
    if (text === "") return;
    onDraft("");
    setProblem(undefined);
    const answer = await sendText(side, as, text, live.clock, dispatch);
    if (!answer.ok) setProblem(answer.problem);
  };
  const call = async (): Promise<void> => {
    setProblem(undefined);
    const answer = await dial(side, other, as, keys, live.clock, dispatch);
    if (!answer.ok) setProblem(answer.problem);
  };

  return (
    <section className="handset" id={handset.role} aria-labelledby={`${handset.role}-owner`}>
      <Owner side={side} />
      <div className="phone">
        <div className="phone-bar">
          <span className="avatar masked" aria-hidden="true">
            <Icon name="screen" />
          </span>
          <div>
            <p className="correspondent number">{displayNumber(masked)}</p>
            <p className="soft small">{words.t("phones.handset.masked")}</p>
          </div>
          <Button
            look="round"
            aria-label={words.t("phones.handset.call", { number: displayNumber(masked) })}
            onClick={call}
          >
            <Icon name="call" />
          </Button>
        </div>
        <Thread side={side} live={live} />
        {problem && (
          <p className="notice stop small" role="alert">
            {problemText(words, problem)}
          </p>
        )}
        <Composer role={handset.role} text={draft} onText={onDraft} onSend={send} />
        <Options side={side} as={as} onAs={setAs} keys={keys} onKeys={setKeys} />
      </div>
    </section>
  );
}

function Owner({ side: { handset } }: { readonly side: Side }) {
  const { t } = useWords();
  return (
    <header className="owner">
      <span className={`avatar ${handset.role}`} aria-hidden="true">
        {initialsOf(handset.name)}
      </span>
      <div>
        <h2 id={`${handset.role}-owner`}>{handset.name}</h2>
        <p className="soft small">
          {t("phones.role", { role: handset.role })} ·{" "}
          <span className="number">
            <span className="visually-hidden">{t("phones.handset.own")} </span>
            {displayNumber(handset.phone)}
          </span>
        </p>
      </div>
    </header>
  );
}

function Thread({ side, live }: { readonly side: Side; readonly live: Live }) {
  const { t } = useWords();
  const { handset, masked } = side;
  const notes = threadOf(handset, live.notes, live.attempts);
  const box = useRef<HTMLDivElement>(null);
  const last = notes.length;
  // Scrolls when a note is added, not when one changes.
  useEffect(() => {
    // A block: newer browsers give a promise back, which React would take for a clean-up.
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last]);
  return (
    // In the tab order: a box that scrolls must be reachable by keyboard.
    <div
      className="thread"
      ref={box}
      role="log"
      tabIndex={0}
      aria-label={t("phones.handset.thread", { name: handset.name })}
    >
      {notes.length === 0 && (
        <p className="empty soft small">
          <Icon name="bubble" size={32} />
          {t("phones.handset.empty", { role: handset.role })}
        </p>
      )}
      {notes.map((note) => (
        <NoteItem
          key={note.kind === "received" ? `${note.at} ${note.from} ${note.text}` : note.id}
          note={note}
          masked={masked}
          own={handset.phone}
        />
      ))}
    </div>
  );
}

function Composer(props: {
  readonly role: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
}) {
  const { t } = useWords();
  const id = useId();
  const sendOnEnter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    props.onSend();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend();
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {t("phones.handset.message")}
      </label>
      <textarea
        id={id}
        className="field"
        rows={1}
        maxLength={TEXT_LENGTH}
        placeholder={t("phones.handset.write")}
        value={props.text}
        onChange={(event) => props.onText(event.target.value)}
        onKeyDown={sendOnEnter}
      />
      <Button
        type="submit"
        look="round primary"
        aria-label={t("phones.handset.send")}
        isUnavailable={props.text.trim() === ""}
      >
        <Icon name="send" />
      </Button>
    </form>
  );
}

function Options(props: {
  readonly side: Side;
  readonly as: As;
  readonly onAs: (as: As) => void;
  readonly keys: string;
  readonly onKeys: (keys: string) => void;
}) {
  const { t } = useWords();
  const { handset, code, needsCode } = props.side;
  const another = displayNumber(ANOTHER_PHONE[handset.role]);
  return (
    <details className="options">
      <summary className="small">{t("phones.handset.options")}</summary>
      <div className="options-fields">
        <Field label={t("phones.handset.as")}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={props.as}
              onChange={(event) => props.onAs(event.target.value as As)}
            >
              <option value="own">{t("phones.handset.as.own")}</option>
              <option value="another">{t("phones.handset.as.another", { number: another })}</option>
              <option value="hidden">{t("phones.handset.as.hidden")}</option>
            </select>
          )}
        </Field>
        <Field
          label={t("phones.handset.keys")}
          hint={t(needsCode ? "phones.handset.needs-code" : "phones.handset.keys.hint", { code })}
        >
          {(ids) => (
            <input
              {...ids}
              className="field number"
              inputMode="tel"
              autoComplete="off"
              maxLength={KEYS_LENGTH}
              value={props.keys}
              onChange={(event) => props.onKeys(event.target.value.replace(/[^0-9*#]/g, ""))}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
