import type { ReactNode } from "react";
import type { Ended, PhoneMission } from "./api.ts";
import { type Change, type Live, useNow } from "./live.ts";
import { MissionActs } from "./MissionActs.tsx";
import { displayNumber, durationOf, type Phase, phaseOf, sidesOf, windowOf } from "./rules.ts";
import { Screen } from "./Screen.tsx";
import { type PageWords, useWords } from "./words.ts";

type Clock = NonNullable<Live["clock"]>;
type Props = {
  readonly mission: PhoneMission;
  readonly missions: readonly PhoneMission[];
  readonly onChoose: (id: string) => void;
  readonly clock: Clock;
  readonly ended: Ended | undefined;
  readonly dispatch: (change: Change) => void;
};

/** What stands between the two phones. */
export function Mission({ mission, missions, onChoose, clock, ended, dispatch }: Props) {
  const words = useWords();
  const { t } = words;
  const nowMs = useNow(clock);
  const phase = phaseOf(mission, nowMs);
  return (
    <section className="mission card" id="mission" aria-labelledby="mission-title">
      <header className="mission-head">
        <h2 id="mission-title">
          {t("phones.purpose", { purpose: mission.purpose.replaceAll("-", "_"), name: mission.purpose })}
        </h2>
        {missions.length > 1 ? (
          <select
            className="field"
            aria-label={t("phones.mission.choose")}
            value={mission.id}
            onChange={(event) => onChoose(event.target.value)}
          >
            {missions.map(({ id, reference }) => (
              <option key={id} value={id}>
                {reference}
              </option>
            ))}
          </select>
        ) : (
          <p className="soft small">
            {t("phones.mission")} <span className="mono">{mission.reference}</span>
          </p>
        )}
      </header>
      <Screen
        phase={ended === "cut" ? "closed" : phase.name}
        staffName={mission.staffName}
        customerName={mission.customerName}
      />
      <p className="phase">
        <span className={`badge ${PHASE_LOOK[phase.name]}`}>{t("phones.phase", { phase: phase.name })}</span>{" "}
        <span>{detailOf(words, phase, nowMs)}</span>
      </p>
      {ended && (
        <p className="phase">
          <span className="badge stop">{t("phones.ended", { ended })}</span>{" "}
          <span>{t("phones.ended.detail", { ended, customer: mission.customerName })}</span>
        </p>
      )}
      <WindowBar mission={mission} nowMs={nowMs} />
      <Facts mission={mission} />
      <MissionActs key={mission.id} mission={mission} phase={phase} clock={clock} dispatch={dispatch} />
    </section>
  );
}

const PHASE_LOOK = {
  scheduled: "wait",
  open: "good",
  grace: "wait",
  closed: "stop",
  cancelled: "stop",
} as const satisfies Record<Phase["name"], string>;

function detailOf(words: PageWords, phase: Phase, nowMs: number): string {
  const { t, when } = words;
  const duration = (ms: number): string => t("phones.duration", durationOf(ms));
  const detail = (values: { duration?: string; time?: string }): string =>
    t("phones.phase.detail", { duration: "", time: "", ...values, phase: phase.name });
  switch (phase.name) {
    case "scheduled":
      return detail({ duration: duration(phase.opensInMs) });
    case "open":
      return detail({ duration: duration(phase.closesInMs) });
    case "grace":
      return detail({ time: when(phase.endsAtMs, nowMs) });
    case "closed":
      return detail({ time: when(phase.endedAtMs, nowMs) });
    case "cancelled":
      return detail({});
  }
}

/** The window from opening to the end of the grace period, and where we are in it. */
function WindowBar({ mission, nowMs }: { readonly mission: PhoneMission; readonly nowMs: number }) {
  const { t, time } = useWords();
  const { opensAtMs, closesAtMs, endsAtMs } = windowOf(mission);
  const lengthMs = Math.max(endsAtMs - opensAtMs, 1);
  const percent = (atMs: number): string => `${Math.min(Math.max((atMs - opensAtMs) / lengthMs, 0), 1) * 100}%`;
  const [opens, closes, ends] = [time(opensAtMs), time(closesAtMs), time(endsAtMs)];
  return (
    <figure className="window">
      <div className="track" role="img" aria-label={t("phones.window", { opens, closes, ends })}>
        <span className="grace" style={{ left: percent(closesAtMs) }} />
        <span className="passed" style={{ width: percent(nowMs) }} />
        <span className="now" style={{ left: percent(nowMs) }} />
      </div>
      <figcaption className="small soft" aria-hidden="true">
        <span>
          <b className="number">{opens}</b> {t("phones.window.opens")}
        </span>
        {/* Room in proportion, so that the closing time stands below its place where the labels leave it free. */}
        <span style={{ flexGrow: closesAtMs - opensAtMs }} />
        <span>
          <b className="number">{closes}</b> {t("phones.window.closes")}
        </span>
        <span style={{ flexGrow: endsAtMs - closesAtMs }} />
        <span>
          <b className="number">{ends}</b> {t("phones.window.ends")}
        </span>
      </figcaption>
    </figure>
  );
}

function Facts({ mission }: { readonly mission: PhoneMission }) {
  const { t } = useWords();
  const sides = sidesOf(mission);
  if (sides === undefined) return null;
  const { staff, customer } = sides;
  const isShared = staff.needsCode || customer.needsCode;
  return (
    <dl className="facts">
      <Fact name={t("phones.mission.dials", { name: mission.staffName })}>
        <span className="number">{displayNumber(staff.masked)}</span>
      </Fact>
      <Fact name={t("phones.mission.sees", { name: mission.customerName })}>
        <span className="number">{displayNumber(customer.masked)}</span>
      </Fact>
      <Fact name={t("phones.mission.channels")}>
        {mission.channels.map((channel) => t("phones.channel", { channel })).join(", ")}
      </Fact>
      <Fact
        name={t("phones.mission.code")}
        hint={t(isShared ? "phones.mission.code.always" : "phones.mission.code.hint")}
      >
        <span className="mono number">{staff.code}</span>
      </Fact>
    </dl>
  );
}

function Fact(props: { readonly name: string; readonly hint?: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="soft small">{props.name}</dt>
      <dd>
        <b>{props.children}</b>
        {props.hint !== undefined && <span className="soft small hint">{props.hint}</span>}
      </dd>
    </div>
  );
}
