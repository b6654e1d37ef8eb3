import { Link } from "wouter";
import { useNow } from "../../shared/clock.ts";
import { Icon } from "../../shared/icons.tsx";
import type { KeptMission } from "../kept-day.ts";
import { phaseOf } from "../window.ts";
import type { MyMission } from "../wire.ts";
import { useWords } from "../words.ts";
import { WindowLine } from "./WindowLine.tsx";

const OFTEN_MS = 5_000;

/** One mission of the day: when, what for, and how much of its window is left. */
export function MissionCard(props: {
  readonly mission: KeptMission & Partial<Pick<MyMission, "status" | "isCut">>;
  /** Left out where it leads nowhere. */
  readonly href?: string;
  readonly unread: number;
}) {
  const words = useWords();
  const { t } = words;
  const { mission, href, unread } = props;
  const phase = phaseOf({ ...mission, status: mission.status ?? "scheduled" }, useNow(OFTEN_MS));
  const content = (
    <>
      <span className="mission-time number">
        {words.time(Date.parse(mission.opensAt))}
        <span className="soft">{words.time(Date.parse(mission.closesAt))}</span>
      </span>
      <span className="mission-what">
        <b>{purposeText(words, mission.purpose)}</b>
        <span className="soft small">{mission.reference}</span>
        <WindowLine phase={phase} />
        {mission.isCut === true && <span className="small">{t("staff.mission.cut.short")}</span>}
        {unread > 0 && (
          <span className="unread small">
            <Icon name="bubble" size={16} />
            {t("staff.mission.unread", { count: unread })}
          </span>
        )}
      </span>
      {href !== undefined && (
        <span className="go">
          <Icon name="back" />
        </span>
      )}
    </>
  );
  const look = `card mission-card ${phase.name}`;
  return href === undefined ? (
    <div className={look}>{content}</div>
  ) : (
    <Link href={href} className={look}>
      {content}
    </Link>
  );
}

/** A purpose of the company's own has no sentence here: it is shown by its name. */
export function purposeText(words: ReturnType<typeof useWords>, purpose: string): string {
  const key = `staff.purpose.${purpose}`;
  return words.has(key) ? words.t(key) : purpose;
}
