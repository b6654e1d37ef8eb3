import { Icon, type IconName } from "../shared/icons.tsx";
import { displayNumber, markedParts, type Note } from "./rules.ts";
import { reasonOf, useWords } from "./words.ts";

type Of<Kind extends Note["kind"]> = Extract<Note, { readonly kind: Kind }>;

/** One line of a handset's thread. */
export function NoteItem(props: { readonly note: Note; readonly masked: string; readonly own: string }) {
  const { note } = props;
  switch (note.kind) {
    case "received":
      return <ReceivedText {...props} note={note} />;
    case "sent":
      return <SentText note={note} />;
    case "called":
      return <Called note={note} />;
    case "rang":
      return <Rang note={note} />;
    case "shown":
      return <Shown note={note} />;
  }
}

function ReceivedText(props: { readonly note: Of<"received">; readonly masked: string; readonly own: string }) {
  const { t, time } = useWords();
  const { note } = props;
  const number = displayNumber(note.from);
  return (
    <div className="note in">
      {note.to !== props.own && <p className="via">{t("phones.received.elsewhere", { number })}</p>}
      {note.to === props.own && note.from !== props.masked && (
        <p className="via">{t("phones.received.from", { number })}</p>
      )}
      <p className="bubble">{note.text}</p>
      <p className="fate">{time(Date.parse(note.at))}</p>
    </div>
  );
}

const STOPPED: readonly string[] = ["refused", "failed", "held", "unreachable"];

function SentText({ note }: { readonly note: Of<"sent"> }) {
  const words = useWords();
  const isStopped = STOPPED.includes(note.outcome);
  return (
    <div className={`note out ${isStopped ? "stopped" : ""}`}>
      {note.as !== "own" && <p className="via">{words.t("phones.sent.as", { as: note.as })}</p>}
      <p className="bubble">
        {markedParts(note.text, note.seen ?? []).map(({ at, text, isSeen }) =>
          isSeen ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
        )}
      </p>
      <p className="fate">
        {isStopped && <Icon name="stop" size={14} />}
        {note.outcome === "delivered" && <Icon name="check" size={14} />}
        <span>
          {words.t("phones.sent.outcome", { outcome: note.outcome })} · {words.time(Date.parse(note.at))}
        </span>
      </p>
      {isStopped && note.code && <p className="reason">{reasonOf(words, note.code)}</p>}
      {note.seen?.map(({ rule, start, sentence }) => (
        <p className="reason" key={`${rule} ${start}`}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

function Called({ note }: { readonly note: Of<"called"> }) {
  const words = useWords();
  const { t } = words;
  const { rings, code, outcome } = note;
  const from = note.as === "own" ? "" : ` (${t("phones.sent.as", { as: note.as })})`;
  const end = [
    `${t("phones.call.ended", { outcome })}.`,
    // Asking for the code is the reason itself.
    code && code !== "code_required" && reasonOf(words, code),
    note.isAskedForCode && t("phones.call.asks"),
  ];
  return (
    <Happened
      icon="call"
      isStopped={rings === undefined}
      title={t("phones.call.out", { number: displayNumber(note.to) }) + from}
      at={note.at}
    >
      {rings === undefined
        ? end.filter(Boolean).join(" ")
        : t("phones.call.rings", { name: rings.name, callerId: displayNumber(rings.callerId) })}
    </Happened>
  );
}

function Rang({ note }: { readonly note: Of<"rang"> }) {
  const { t } = useWords();
  return <Happened icon="call" title={t("phones.call.in", { number: displayNumber(note.callerId) })} at={note.at} />;
}

function Shown({ note }: { readonly note: Of<"shown"> }) {
  const { t } = useWords();
  return (
    <Happened icon="pin" title={note.address} at={note.at}>
      {t("phones.shown")}
    </Happened>
  );
}

function Happened(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly at: string;
  readonly isStopped?: boolean;
  readonly children?: string;
}) {
  const { time } = useWords();
  return (
    <div className={`happened ${props.isStopped ? "stopped" : ""}`}>
      <Icon name={props.icon} size={18} />
      <div>
        <p className="happened-title">{props.title}</p>
        {props.children !== undefined && <p>{props.children}</p>}
        <p className="soft">{time(Date.parse(props.at))}</p>
      </div>
    </div>
  );
}
