import { useRef, useState } from "react";
import { Button } from "../shared/Button.tsx";
import { Icon, type IconName } from "../shared/icons.tsx";
import type { Attempt, Entry, PhoneMission } from "./api.ts";
import { useFocusInView } from "./focus.ts";
import { Hash } from "./Hash.tsx";
import { type PageWords, reasonOf, useWords } from "./words.ts";

/** How many rows a list shows at first, and adds at a time. */
export const ROWS = 8;

const LOOK = {
  delivered: "good",
  disclosed: "good",
  intercepted: "good",
  queued: "wait",
  unknown: "wait",
  held: "wait",
  failed: "stop",
  refused: "stop",
} as const satisfies Record<Attempt["outcome"], string>;

const ICONS: Readonly<Record<string, IconName>> = { sms: "bubble", call: "call", disclosure: "eye" };

export function Attempts(props: {
  readonly attempts: readonly Attempt[];
  readonly missions: readonly PhoneMission[];
  readonly entries: readonly Entry[];
  readonly onShowEntry: (hash: string) => void;
}) {
  const words = useWords();
  const { t, timeWithSeconds } = words;
  const [rows, setRows] = useState(ROWS);
  const list = useRef<HTMLOListElement>(null);
  useFocusInView(list, props.attempts[0]?.id);
  const known = new Set(props.entries.map(({ hash }) => hash));
  const left = props.attempts.length - rows;
  return (
    <section className="record card" id="record" aria-labelledby="attempts-title">
      <h2 id="attempts-title">{t("phones.attempts")}</h2>
      <p className="soft small">{t("phones.attempts.lead")}</p>
      {props.attempts.length === 0 && <p className="empty soft">{t("phones.attempts.empty")}</p>}
      <ol className="rows" ref={list}>
        {props.attempts.slice(0, rows).map((attempt) => {
          const { from, to } = partiesOf(attempt, props.missions, words);
          const { outcome, channel, code, leaf } = attempt;
          return (
            <li key={attempt.id} className="attempt">
              <span className={`row-mark ${LOOK[outcome]}`}>
                <Icon name={ICONS[channel] ?? "bubble"} size={18} />
              </span>
              <div className="row-main">
                <p>
                  <b>{from}</b> <span aria-hidden="true">→</span>
                  <span className="visually-hidden">{t("phones.attempt.to")}</span> <b>{to}</b>
                </p>
                <p className="small">
                  <span className={`badge ${LOOK[outcome]}`}>{t("phones.attempt.outcome", { outcome, channel })}</span>{" "}
                  {code && <span>{reasonOf(words, code)}</span>}
                </p>
              </div>
              <div className="row-side small soft">
                <span>{t("phones.channel", { channel })}</span>
                <time className="number" dateTime={attempt.at}>
                  {timeWithSeconds(Date.parse(attempt.at))}
                </time>
                <Hash hash={leaf.hash} onOpen={known.has(leaf.hash) ? () => props.onShowEntry(leaf.hash) : undefined} />
              </div>
            </li>
          );
        })}
      </ol>
      {left > 0 && (
        <Button look="quiet" onClick={() => setRows(rows + ROWS)}>
          {t("phones.more", { count: Math.min(left, ROWS) })}
        </Button>
      )}
    </section>
  );
}

/** Who tried to reach whom, as far as the attempt itself tells: an unknown phone stays unknown. */
function partiesOf(
  attempt: Attempt,
  missions: readonly PhoneMission[],
  { t }: PageWords,
): { readonly from: string; readonly to: string } {
  const mission = missions.find(({ id }) => id === attempt.mission);
  const staff = mission?.staffName ?? t("phones.role", { role: "staff" });
  const customer = mission?.customerName ?? t("phones.attempt.number");
  if (attempt.channel === "disclosure") return { from: staff, to: t("phones.attempt.data", { name: customer }) };
  switch (attempt.direction) {
    case "staff_to_customer":
      return { from: staff, to: customer };
    case "customer_to_staff":
      return { from: mission?.customerName ?? t("phones.role", { role: "customer" }), to: mission ? staff : customer };
    case "unknown":
      return { from: t("phones.attempt.someone"), to: t("phones.attempt.number") };
  }
}
