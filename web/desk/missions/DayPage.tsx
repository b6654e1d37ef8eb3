import { Link, useLocation, useSearch } from "wouter";
import type { MissionSummary } from "../../../src/missions/wire.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import { HourChart } from "./HourChart.tsx";
import { type MissionFilter, MissionTable } from "./MissionTable.tsx";
import { dayAfter } from "./rules.ts";
import "../parts/parts.css";

const USUAL = { filters: { q: "", day: "", status: "", staff: "", purpose: "" }, sort: "opensAt" } as const;

/** One day of the company: how it is spread, what is short, and its missions. Without a day in the address: today. */
export default function DayPage() {
  const words = useWords();
  const { t } = words;
  const asked = new URLSearchParams(useSearch()).get("day") ?? "";
  const summary = useRead<MissionSummary>(`/v1/missions/summary${asked === "" ? "" : `?day=${asked}`}`);
  const state = useTableState<MissionFilter>(USUAL);
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.missions.day")} lead={t("desk.missions.day.lead")} />
      <Read of={summary}>
        {(shown) => (
          <>
            <Days day={shown.day} />
            <Counts summary={shown} />
            {shown.total > 0 && <HourChart summary={shown} />}
            <MissionTable
              state={state}
              day={shown.day}
              empty={
                <Empty
                  icon="clock"
                  title={t("desk.missions.day.none")}
                  action={
                    <Link href="/missions/new" className="button">
                      {t("desk.missions.new")}
                    </Link>
                  }
                >
                  {t("desk.missions.day.none.text")}
                </Empty>
              }
            />
          </>
        )}
      </Read>
    </div>
  );
}

function Days({ day }: { readonly day: string }) {
  const words = useWords();
  const { t } = words;
  const [, navigate] = useLocation();
  const to = (other: string): string => `/missions-of-day?day=${other}`;
  return (
    <nav className="buttons day-choice" aria-label={t("desk.missions.day.choose")}>
      <Link href={to(dayAfter(day, -1))} className="button">
        {t("desk.missions.day.before")}
      </Link>
      <label>
        <span className="visually-hidden">{t("desk.missions.filter.day")}</span>
        <input
          key={day}
          type="date"
          className="field"
          defaultValue={day}
          onChange={({ target }) => target.value !== "" && navigate(to(target.value))}
        />
      </label>
      <Link href={to(dayAfter(day, 1))} className="button">
        {t("desk.missions.day.after")}
      </Link>
      <Link href="/missions-of-day" className="button quiet">
        {t("desk.missions.day.today")}
      </Link>
    </nav>
  );
}

function Counts({ summary }: { readonly summary: MissionSummary }) {
  const words = useWords();
  const { t } = words;
  const figures = [
    ["total", summary.total],
    ["scheduled", summary.scheduled],
    ["open", summary.open],
    ["closed", summary.closed],
    ["cancelled", summary.cancelled],
  ] as const;
  const { withoutNumber, withSharedNumber } = summary;
  return (
    <>
      <ul className="figures">
        {figures.map(([what, count]) => (
          <li key={what} className="card">
            <b>{words.number(count)}</b>
            <span className="soft">{t("desk.missions.day.count", { what, count })}</span>
          </li>
        ))}
      </ul>
      {withoutNumber + withSharedNumber > 0 && (
        <div className="notice problem">
          <p>
            {withoutNumber > 0 && t("desk.missions.day.without-number", { count: withoutNumber })}{" "}
            {withSharedNumber > 0 && t("desk.missions.day.shared-number", { count: withSharedNumber })}
          </p>
          <Link href="/numbers" className="button">
            {t("desk.numbers.look")}
          </Link>
        </div>
      )}
    </>
  );
}
