import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Due } from "../../shared/Due.tsx";
import { serverNow } from "../../shared/clock.ts";
import type { Page } from "../../shared/Table.tsx";
import { Read } from "../../shared/States.tsx";
import { useWords } from "../words.ts";
import { clockName, dateName, promiseName } from "./names.ts";
import type { ClockAnswer } from "./wire.ts";

/** What the law wants by when: the article, the day it counts from, the days left, and what it stops. */
export function Clocks({ id }: { readonly id: string }) {
  const { t } = useWords();
  const clocks = useRead<Page<ClockAnswer>>(`/v1/cases/${id}/clocks`);
  return (
    <section className="card side-card stack" aria-label={t("desk.cases.clocks")}>
      <h2>{t("desk.cases.clocks")}</h2>
      <Read of={clocks}>
        {({ items }) => {
          const known = items.filter(({ basisOn }) => basisOn !== null);
          const waiting = items.filter(({ basisOn }) => basisOn === null);
          return (
            <>
              {known.length === 0 && <p className="soft small">{t("desk.cases.clocks.none")}</p>}
              <ol className="clocks">
                {known.map((clock) => (
                  <Clock key={`${clock.id} ${clock.staff}`} clock={clock} />
                ))}
              </ol>
              {waiting.length > 0 && (
                <details>
                  <summary>{t("desk.cases.clocks.waiting", { count: waiting.length })}</summary>
                  <ul className="clocks">
                    {waiting.map((clock) => (
                      <Clock key={`${clock.id} ${clock.staff}`} clock={clock} />
                    ))}
                  </ul>
                </details>
              )}
            </>
          );
        }}
      </Read>
    </section>
  );
}

function Clock({ clock }: { readonly clock: ClockAnswer }) {
  const words = useWords();
  const { t } = words;
  const { notBefore, notAfter, basisOn } = clock;
  const promise = promiseName(words, clock.id);
  const day = (on: string): string => words.day(Date.parse(`${on}T12:00`));
  const isOpenYet = notBefore === null || Date.parse(`${notBefore}T00:00`) <= serverNow();
  return (
    <li className="clock">
      <p className="clock-name">{clockName(words, clock.id)}</p>
      {notAfter !== null && <Due due={notAfter} />}
      {notBefore !== null && (
        <p className="small">
          {t("desk.cases.clock-from", { day: day(notBefore) })}{" "}
          <Badge tone={isOpenYet ? "good" : "wait"}>{t("desk.cases.clock-open", { open: String(isOpenYet) })}</Badge>
        </p>
      )}
      <p className="soft small">
        {basisOn === null
          ? t("desk.cases.clock-basis-missing", { fact: dateName(words, clock.basis) })
          : t("desk.cases.clock-basis", { fact: dateName(words, clock.basis), day: day(basisOn) })}
      </p>
      <p className="soft small">
        {promise ?? clock.source}
        {clock.staff !== null && ` · ${clock.staff}`}
      </p>
      <p className="small">
        {t("desk.cases.clock-hard", { hard: promise === undefined ? String(clock.isHard) : "house" })}
      </p>
    </li>
  );
}
