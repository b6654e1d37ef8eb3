import { useEffect, useRef, useState } from "react";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { threadPath } from "../addresses.ts";
import { markedParts } from "../window.ts";
import type { Finding, Message, MissionRead, Thread as ThreadOf } from "../wire.ts";
import { useWords } from "../words.ts";
import { Writer } from "./Writer.tsx";

/** ms. An answer is seen within that; it came by text too. */
const LOOK_AGAIN_MS = 8_000;

/** What was written on this mission, and the place to write. */
export function Thread({ mission }: { readonly mission: MissionRead }) {
  const { t } = useWords();
  const thread = useRead<ThreadOf>(threadPath(mission.id), { refetchInterval: LOOK_AGAIN_MS });
  const messages = thread.data?.items ?? mission.messages;
  /** What was seen in a text that was kept back: told once, by the answer to it. */
  const [seen, setSeen] = useState<Readonly<Record<string, readonly Finding[]>>>({});
  /** Of which texts a reading was asked: said even when the thread, read again, does not offer it any more. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  const list = useRef<HTMLOListElement>(null);
  const count = messages.length;
  useEffect(() => {
    // The list only: the page stays where it was.
    list.current?.scrollTo(0, list.current.scrollHeight);
  }, [count]);
  return (
    <section className="card part stack thread-part">
      <h2>{t("staff.thread")}</h2>
      {thread.error !== null && <Problem problem={problemIn(thread.error)} onRetry={() => void thread.refetch()} />}
      {count === 0 ? (
        <p className="soft">{t("staff.thread.none")}</p>
      ) : (
        <ol ref={list} className="thread" tabIndex={0} aria-label={t("staff.thread")}>
          {messages.map((message) => (
            <li key={message.id} className={`note ${message.direction}`}>
              <Note message={message} findings={seen[message.id] ?? []} />
              {asked.includes(message.id) ? (
                <p className="small" role="status">
                  {t("staff.reading.asked")}
                </p>
              ) : (
                message.mayAskReading && (
                  <AskReading attempt={message.id} onAsked={() => setAsked((all) => [...all, message.id])} />
                )
              )}
            </li>
          ))}
        </ol>
      )}
      <Writer
        mission={mission}
        onSent={({ id, findings }) => {
          setSeen((all) => ({ ...all, [id]: findings }));
          void thread.refetch();
        }}
      />
    </section>
  );
}

const STOPPED: readonly string[] = ["refused", "failed", "held"];

function Note(props: { readonly message: Message; readonly findings: readonly Finding[] }) {
  const words = useWords();
  const { t } = words;
  const { message, findings } = props;
  const { direction, outcome, text, reason } = message;
  const isStopped = STOPPED.includes(outcome);
  return (
    <>
      <p className={isStopped ? "bubble stopped" : "bubble"}>
        <span className="visually-hidden">{t("staff.thread.by", { direction })} </span>
        {text === null ? (
          <i className="soft">{t("staff.thread.no-text")}</i>
        ) : (
          markedParts(text, findings).map(({ at, text: part, isSeen }) =>
            isSeen ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
          )
        )}
      </p>
      <p className="fate soft small">
        {outcome === "delivered" && <Icon name="check" size={14} />}
        {isStopped && <Icon name="stop" size={14} />}
        <span>
          {direction === "out" && `${t("staff.thread.outcome", { outcome })} · `}
          <time dateTime={message.at}>{words.time(Date.parse(message.at))}</time>
        </span>
      </p>
      {reason !== null && <p className="reason small">{reason}</p>}
      {findings.map(({ rule, start, reason: why }) => (
        <p key={`${rule} ${start}`} className="reason small">
          {why}
        </p>
      ))}
    </>
  );
}

function AskReading({ attempt, onAsked }: { readonly attempt: string; readonly onAsked: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const [problem, setProblem] = useState<ProblemOf>();
  const ask = async (): Promise<void> => {
    try {
      await api.send("POST", `/v1/my-attempts/${attempt}/reading`);
      onAsked();
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <>
      <Button look="quiet" onClick={() => void ask()}>
        {t("staff.reading.ask")}
      </Button>
      {problem && <Problem problem={problem} />}
    </>
  );
}
