import { useEffect } from "react";
import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { serverNow } from "../../shared/clock.ts";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { MISSIONS } from "../addresses.ts";
import { keepDay } from "../kept-day.ts";
import { useToRead } from "../reading/to-read.ts";
import type { MissionList, MyMission } from "../wire.ts";
import { useWords } from "../words.ts";
import { MissionCard } from "./MissionCard.tsx";

/** ms. A mission that was moved or taken away is seen within that. */
const LOOK_AGAIN_MS = 60_000;

/** Today, in the order of opening; what is over comes last. */
export function DayPage() {
  const words = useWords();
  const { t } = words;
  const missions = useRead<MissionList>(MISSIONS, { refetchInterval: LOOK_AGAIN_MS });
  const { data } = missions;
  useEffect(() => {
    if (data !== undefined) keepDay(data.items, serverNow());
  }, [data]);
  return (
    <div className="stack wide">
      <PageHeader title={t("staff.day")} lead={words.day(serverNow())} />
      <ToRead />
      <Read of={missions} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="check" title={t("staff.day.none")}>
              {t("staff.day.none.text")}
            </Empty>
          ) : (
            <Missions items={items} />
          )
        }
      </Read>
    </div>
  );
}

function Missions({ items }: { readonly items: readonly MyMission[] }) {
  const { t } = useWords();
  const isOver = ({ status }: MyMission): boolean => status === "closed" || status === "cancelled";
  const over = items.filter(isOver);
  return (
    <>
      <ol className="missions">
        {items
          .filter((mission) => !isOver(mission))
          .map((mission) => (
            <li key={mission.id}>
              <MissionCard mission={mission} href={`/missions/${mission.id}`} unread={mission.unread} />
            </li>
          ))}
      </ol>
      {over.length > 0 && (
        <section className="stack">
          <h2 className="over-title">{t("staff.day.over")}</h2>
          <ol className="missions over">
            {over.map((mission) => (
              <li key={mission.id}>
                <MissionCard mission={mission} href={`/missions/${mission.id}`} unread={0} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function ToRead() {
  const { t } = useWords();
  const count = useToRead();
  if (count === 0) return null;
  return (
    <Link href="/reading" className="card reminder">
      <Icon name="book" />
      <span>{t("staff.reading.open", { count })}</span>
      <span className="go">
        <Icon name="back" />
      </span>
    </Link>
  );
}
