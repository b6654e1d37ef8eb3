import { useEffect, useState } from "react";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { readDay } from "../kept-day.ts";
import { useWords } from "../words.ts";
import { MissionCard } from "./MissionCard.tsx";

/** What was kept of the day, when the server cannot be reached: nobody's name, number or words. */
export function OfflineDay({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useWords();
  const [missions] = useState(() => readDay());
  useEffect(() => {
    window.addEventListener("online", onRetry);
    return () => window.removeEventListener("online", onRetry);
  }, [onRetry]);
  return (
    <div className="staff">
      <main className="staff-main stack wide">
        <PageHeader title={t("staff.day")} />
        <div className="notice problem" role="status">
          <p>{t("staff.offline")}</p>
          <Button onClick={onRetry}>{t("face.retry")}</Button>
        </div>
        {missions.length === 0 ? (
          <Empty title={t("staff.offline.none")} />
        ) : (
          <ol className="missions">
            {missions.map((mission) => (
              <li key={mission.id}>
                <MissionCard mission={mission} unread={0} />
              </li>
            ))}
          </ol>
        )}
      </main>
    </div>
  );
}
