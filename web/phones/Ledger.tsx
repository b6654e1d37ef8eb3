import { useEffect, useRef, useState } from "react";
import { Button } from "../shared/Button.tsx";
import type { Entry } from "./api.ts";
import { ROWS } from "./Attempts.tsx";
import { useFocusInView } from "./focus.ts";
import { shortHash } from "./rules.ts";
import { useWords } from "./words.ts";

/** An entry somebody asked to see; a new object for each time it is asked for. */
export type Wanted = { readonly hash: string };

export function Ledger({
  entries,
  wanted,
}: {
  readonly entries: readonly Entry[];
  readonly wanted: Wanted | undefined;
}) {
  const { t, timeWithSeconds } = useWords();
  const [rows, setRows] = useState(ROWS);
  const list = useRef<HTMLOListElement>(null);
  useFocusInView(list, entries[0]?.hash);
  const wantedRow = entries.findIndex(({ hash }) => hash === wanted?.hash);

  useEffect(() => {
    if (wanted === undefined) return;
    const entry = list.current?.querySelector<HTMLDetailsElement>(`[data-hash="${CSS.escape(wanted.hash)}"]`);
    if (!entry) return;
    entry.open = true;
    entry.querySelector("summary")?.focus();
  }, [wanted]);

  const shown = Math.max(rows, wantedRow + 1);
  const left = entries.length - shown;
  return (
    <section className="record card" id="ledger" aria-labelledby="ledger-title">
      <h2 id="ledger-title">{t("phones.ledger")}</h2>
      <p className="soft small">{t("phones.ledger.lead")}</p>
      {entries.length === 0 && <p className="empty soft">{t("phones.ledger.empty")}</p>}
      <ol className="rows" ref={list}>
        {entries.slice(0, shown).map((entry) => (
          <li key={entry.hash}>
            <details className="entry" data-hash={entry.hash}>
              <summary>
                <span className="entry-event mono">{entry.event}</span>
                <time className="number small soft" dateTime={entry.at}>
                  {timeWithSeconds(Date.parse(entry.at))}
                </time>
                <span className="mono small soft">{shortHash(entry.hash)}</span>
              </summary>
              <dl>
                <dt className="small soft">{t("phones.ledger.hash")}</dt>
                <dd className="mono">{entry.hash}</dd>
                <dt className="small soft">{t("phones.ledger.json")}</dt>
                <dd>
                  <pre className="mono">{JSON.stringify(JSON.parse(entry.json), null, 2)}</pre>
                </dd>
              </dl>
            </details>
          </li>
        ))}
      </ol>
      {left > 0 && (
        <Button look="quiet" onClick={() => setRows(shown + ROWS)}>
          {t("phones.more", { count: Math.min(left, ROWS) })}
        </Button>
      )}
      <p className="soft small pseudonyms">{t("phones.ledger.pseudonyms")}</p>
    </section>
  );
}
